import { css } from 'lit';

/** Styles that every part of the panel shares. All colours come from the theme; all distances are multiples of 4 px. */
export const base = css`
  :host {
    --line: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorGroup-border)));
    --soft: var(--vscode-descriptionForeground);
    --accent: var(--vscode-focusBorder);
    /* The orange of charts is translucent in some themes and missing in others; the one of classes never is. */
    --topic: var(--vscode-symbolIcon-classForeground);
    --concept: var(--vscode-charts-blue);
    --covered: var(--vscode-charts-green);
    --small: calc(var(--vscode-font-size, 13px) * 0.9);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    line-height: 20px;
    color: var(--vscode-foreground);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  blockquote {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3 {
    font-size: inherit;
    font-weight: 600;
  }
  .soft {
    color: var(--soft);
  }
  .small {
    font-size: var(--small);
    line-height: 16px;
  }
  .heading {
    font-size: calc(var(--vscode-font-size, 13px) * 0.85);
    font-weight: 400;
    line-height: 16px;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--soft);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .error {
    color: var(--vscode-errorForeground);
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }
`;

/** Buttons that look like text, and the controls' button with thinner lines than the library gives it. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: start;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  .link {
    color: var(--vscode-textLink-foreground);
    border-radius: 2px;
    overflow-wrap: anywhere;
  }
  .link:hover:enabled {
    color: var(--vscode-textLink-activeForeground, var(--vscode-textLink-foreground));
    text-decoration: underline;
  }
  .link:focus-visible {
    outline-offset: 1px;
  }
  vscode-button {
    flex: none;
    border-radius: 2px;
  }
  vscode-button::part(control) {
    padding: 3px 8px;
    line-height: 20px;
    white-space: nowrap;
  }
  vscode-button[appearance='secondary'],
  vscode-button[appearance='secondary'][disabled] {
    background: transparent;
    color: var(--vscode-foreground);
  }
  vscode-button[appearance='secondary']::part(control) {
    border-color: var(--vscode-contrastBorder, var(--vscode-input-border, var(--line)));
  }
  vscode-button[appearance='secondary']:hover:not([disabled]) {
    background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground));
  }
  kbd {
    margin-inline-start: 4px;
    padding: 0 4px;
    min-width: 16px;
    border: 1px solid;
    border-radius: 2px;
    font-family: inherit;
    font-size: 10px;
    line-height: 14px;
    text-align: center;
    opacity: 0.75;
  }
  vscode-button kbd {
    align-self: center;
  }
`;

export const fields = css`
  /* The control names itself by its content alone; the placeholder is what is seen. */
  vscode-text-field::part(label) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  vscode-text-field,
  vscode-text-area {
    display: block;
    min-width: 0;
  }
  vscode-text-field::part(root),
  vscode-text-area::part(control) {
    min-width: 0;
    border-color: var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 2px;
  }
  vscode-text-field:focus-within::part(root),
  vscode-text-area:focus-within::part(control) {
    border-color: var(--accent);
  }
  vscode-text-field::part(control)::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
`;

/** Lists to choose from, as VS Code has them. */
export const selects = css`
  select {
    max-width: 100%;
    height: 26px;
    padding: 0 4px;
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--line)));
    border-radius: 2px;
    background: var(--vscode-dropdown-background, var(--vscode-input-background));
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    font: inherit;
  }
  select:focus-visible {
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }
`;

/** Part of the panel with a body that scrolls by itself. */
export const scrollingPart = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .body {
    /* What is hidden from sight in it scrolls with it, and does not make the page longer. */
    position: relative;
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    scrollbar-gutter: stable;
    padding: 12px 12px 48px;
  }
`;

/** A word in the middle of what has nothing else to show. */
export const centred = css`
  .centre {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 16px;
    padding: 24px;
  }
`;

/** A dot and a word: colour never says it alone. */
export const statusStyles = css`
  .status {
    white-space: nowrap;
  }
  .status::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 8px;
    border: 2px solid var(--dot);
    border-radius: 50%;
    background: var(--dot);
  }
  /* Open, as in the tree of samples: in some themes its yellow is close to the green of what is decided. */
  .status[data-status='pending'] {
    --dot: var(--vscode-charts-yellow);
  }
  .status[data-status='pending']::before {
    background: none;
  }
  .status[data-status='accepted'] {
    --dot: var(--vscode-charts-green);
  }
  .status[data-status='rejected'] {
    --dot: var(--vscode-charts-red);
  }
  .status[data-status='gated'] {
    --dot: var(--vscode-descriptionForeground);
  }
`;
