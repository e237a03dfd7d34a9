import { css } from 'lit';
import { selects } from '../ui/styles.ts';

/** Styles that all sections share. */
export const sectionStyles = css`
  ${selects}
  :host {
    display: block;
    min-width: 0;
  }
  h2 {
    margin-bottom: 4px;
    font-size: calc(var(--vscode-font-size, 13px) * 1.15);
  }
  .lead {
    max-width: 72ch;
    margin-bottom: 12px;
    color: var(--soft);
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(272px, 100%), 1fr));
    gap: 24px 32px;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
    gap: 24px 32px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
  }
  .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    margin-bottom: 12px;
    font-variant-numeric: tabular-nums;
  }
  .numbers b {
    font-weight: 600;
  }
  .notes {
    max-width: 72ch;
    margin-top: 12px;
  }
  .notes li {
    margin-top: 4px;
  }
  loom-figure {
    max-width: 760px;
  }
  .space {
    margin-top: 24px;
  }
  .notes + .grid,
  .grid + .notes,
  .line + loom-figure,
  p + loom-figure {
    margin-top: 12px;
  }
  :host-context(.vscode-dark) input,
  :host-context(.vscode-high-contrast:not(.vscode-high-contrast-light)) input {
    color-scheme: dark;
  }
  .card {
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 2px;
  }
`;
