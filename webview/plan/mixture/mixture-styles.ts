import { css } from 'lit';

export const mixtureStyles = css`
  section {
    max-width: 1120px;
  }
  .end {
    margin-inline-start: auto;
  }
  .planned {
    margin-top: 12px;
  }
  /* Figures of an older choice stay readable while new ones are asked for. */
  .old loom-mixture-bar {
    opacity: 0.6;
  }
  .signs {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin: 16px 0 8px;
  }
  .signs svg {
    flex: none;
    width: 12px;
    height: 12px;
  }
  .signs .most {
    margin-inline-start: 12px;
    stroke: var(--vscode-charts-yellow);
    stroke-width: 2;
  }
  .signs .best {
    fill: color-mix(in srgb, var(--covered) 36%, transparent);
    stroke: var(--covered);
  }
  .more summary {
    padding: 8px 0;
  }
  .more {
    border-top: 1px solid var(--line);
  }
`;
