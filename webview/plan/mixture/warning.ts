import { css, html, type TemplateResult } from 'lit';
import { sentence } from './words.ts';

export const warningStyles = css`
  .warning {
    display: flex;
    gap: 8px;
    max-width: 72ch;
    margin-top: 4px;
  }
  .warning svg {
    flex: none;
    width: 14px;
    height: 14px;
    margin-top: 3px;
    fill: none;
    stroke: var(--vscode-charts-yellow);
    stroke-width: 1.5;
  }
  .warning span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
`;

/** Something that leaves what is known: a sign, and words. */
export const warning = (text: string): TemplateResult =>
  html`<p class="warning">
    <svg viewBox="0 0 16 16" role="img" aria-label="Warning"><path d="M8 1.8 15 14H1ZM8 6v4M8 11.4v1.2" /></svg>
    <span>${sentence(text)}</span>
  </p>`;
