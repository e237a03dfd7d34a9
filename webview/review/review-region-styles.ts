import { css } from 'lit';

export const reviewRegionStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
  }
  loom-filter-line {
    flex: 1 1 240px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
  }
  .count {
    border-radius: 2px;
    color: var(--soft);
  }
  .count b {
    color: var(--vscode-foreground);
  }
  .count:hover,
  .count[aria-pressed='true'] {
    color: var(--vscode-foreground);
    text-decoration: underline;
    text-underline-offset: 4px;
  }
  .problem {
    flex-basis: 100%;
  }
  .body {
    flex: 1;
    display: grid;
    grid-template: minmax(0, 1fr) / clamp(208px, 32%, 320px) minmax(0, 1fr);
    min-height: 0;
  }
  .left {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--line);
  }
  loom-sample-list {
    flex: 1;
    min-height: 0;
  }
  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .sample {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 12px 16px;
  }
  /* Focused by the script alone, so that keys go on working: the cursor of the list shows where one is. */
  .sample:focus-visible {
    outline: none;
  }
  loom-action-bar {
    padding: 8px 16px;
    border-top: 1px solid var(--line);
    background: var(--vscode-editor-background);
  }
  .empty {
    grid-column: 1 / -1;
    margin: auto;
    padding: 24px;
    max-width: 480px;
    text-align: center;
  }
  :host([narrow]) {
    overflow-y: auto;
  }
  :host([narrow]) .body {
    display: flex;
    flex: 1 0 auto;
    flex-direction: column;
  }
  :host([narrow]) .left {
    --rows: 3;
    flex: none;
    height: calc((var(--rows) + 1) * 28px + 1px);
    border: 0;
    border-bottom: 1px solid var(--line);
  }
  :host([narrow]) .left[data-rows='1'] {
    --rows: 1;
  }
  :host([narrow]) .left[data-rows='2'] {
    --rows: 2;
  }
  :host([narrow]) .pane {
    flex: 1 0 auto;
  }
  :host([narrow]) .sample {
    overflow: visible;
    padding: 12px;
  }
  :host([narrow]) loom-action-bar {
    position: sticky;
    bottom: 0;
    padding: 8px 12px;
  }
`;
