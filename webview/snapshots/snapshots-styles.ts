import { css } from 'lit';
import { selects } from '../ui/styles.ts';

/** Styles of the tab *Snapshots*. */
export const snapshotStyles = css`
  ${selects}
  :host {
    display: block;
    min-width: 0;
  }
  h2 {
    margin-bottom: 8px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    min-width: 0;
  }
  .row {
    padding: 8px 0;
    border-top: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .name {
    font-weight: 600;
  }
  .end {
    margin-inline-start: auto;
  }
  .question {
    margin-top: 8px;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 2px;
  }
  .question p {
    max-width: 72ch;
    margin-bottom: 8px;
  }
  .numbers {
    font-variant-numeric: tabular-nums;
  }
  input {
    height: 26px;
    padding: 0 4px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 2px;
    font: inherit;
    flex: 1 1 160px;
    max-width: 320px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
  }
  input:focus-visible {
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }
  .chip {
    padding: 0 8px;
    border: 1px solid var(--line);
    border-radius: 2px;
    line-height: 22px;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--accent);
  }
  .space {
    margin-top: 8px;
  }
`;
