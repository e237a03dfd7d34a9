import { css } from 'lit';

export const sampleListStyles = css`
  :host {
    display: block;
    position: relative;
    overflow-y: auto;
    overflow-anchor: none;
  }
  [role='listbox'] {
    position: relative;
    min-height: 100%;
  }
  [role='listbox']:focus-visible {
    outline: none;
  }
  .rows {
    position: absolute;
    inset: 0 0 auto;
  }
  [role='option'] {
    display: grid;
    grid-template-columns: 0 minmax(0, 1fr);
    align-content: center;
    height: 48px;
    padding: 0 12px 0 10px;
    border-inline-start: 2px solid transparent;
    border-bottom: 1px solid var(--line);
    cursor: pointer;
    user-select: none;
  }
  [role='option']:hover {
    background: var(--vscode-list-hoverBackground);
  }
  [role='option'][aria-selected='true'] {
    background: var(--vscode-list-inactiveSelectionBackground);
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    --soft: currentColor;
    border-inline-start-color: var(--accent);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  [role='listbox']:focus [role='option'][aria-selected='true'] {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground, inherit);
    --soft: currentColor;
  }
  [role='listbox']:focus-visible [role='option'][aria-selected='true'] {
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }
  .question,
  .facts {
    grid-column: 2;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts {
    color: var(--soft);
  }
  .tick {
    position: absolute;
    inset-inline-end: 4px;
    width: 24px;
    height: 24px;
    padding: 4px;
    opacity: 0;
  }
  .tick::before {
    content: '';
    display: block;
    width: 16px;
    height: 16px;
    border: 1px solid var(--vscode-checkbox-border, var(--line));
    border-radius: 2px;
    background: var(--vscode-checkbox-background, var(--vscode-input-background));
    color: var(--vscode-checkbox-foreground, var(--vscode-foreground));
    font-size: 12px;
    line-height: 14px;
    text-align: center;
  }
  [aria-checked='true'] .tick::before {
    content: '✓';
  }
  [role='option']:hover .tick,
  :host([data-ticking]) .tick {
    opacity: 1;
  }
  :host([data-ticking]) .question,
  [role='option']:hover .question {
    margin-inline-end: 16px;
  }
  :host([strip]) [role='option'] {
    grid-template-columns: max-content minmax(0, 1fr);
    align-items: center;
    column-gap: 12px;
    height: 28px;
  }
  :host([strip]) .facts {
    grid-area: 1 / 1;
  }
  :host([strip]) .more,
  :host([strip]) .word {
    display: none;
  }
  .waiting {
    display: block;
    width: 60%;
    height: 8px;
    border-radius: 4px;
    background: var(--line);
    opacity: 0.5;
  }
`;
