import { css, unsafeCSS } from 'lit';
import katexStyles from 'katex/dist/katex.min.css' with { type: 'text' };

/** Styles of rendered texts. KaTeX's fonts are declared by the page (`panel.css`): in a shadow tree they would not count. */
export const textStyles = [
  unsafeCSS(katexStyles.replace(/@font-face\s*\{[^}]*\}/g, '')),
  css`
    loom-text[rendered] {
      display: flex;
      flex-direction: column;
      gap: 8px;
      white-space: normal;
    }
    /* A line end in a text is one to the reader. */
    loom-text :is(p, li, td) {
      white-space: pre-wrap;
    }
    loom-text li > :is(ul, ol) {
      white-space: normal;
    }
    /* Of whoever holds it: what is cut off there is cut off with an ellipsis. */
    loom-text[line] {
      display: contents;
    }
    loom-text ul,
    loom-text ol {
      padding-inline-start: 20px;
    }
    loom-text ul {
      list-style: disc;
    }
    loom-text ol {
      list-style: decimal;
    }
    loom-text .headline {
      font-weight: 600;
    }
    loom-text code {
      padding: 0 2px;
      border-radius: 2px;
      background: var(--vscode-textCodeBlock-background);
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: 0.95em;
    }
    loom-text pre {
      margin: 0;
      padding: 8px;
      overflow-x: auto;
      background: var(--vscode-textCodeBlock-background);
    }
    loom-text pre code {
      padding: 0;
      background: none;
      white-space: pre;
      overflow-wrap: normal;
    }
    loom-text blockquote {
      padding-inline-start: 8px;
      border-inline-start: 2px solid var(--line);
    }
    loom-text hr {
      width: 100%;
      margin: 0;
      border: 0;
      border-block-start: 1px solid var(--line);
    }
    loom-text .table {
      overflow-x: auto;
    }
    loom-text table {
      border-collapse: collapse;
    }
    loom-text td {
      padding: 4px 8px;
      border: 1px solid var(--line);
      text-align: start;
      vertical-align: top;
    }
    loom-text tr:first-child td {
      font-weight: 600;
    }
    loom-text .address {
      color: var(--vscode-textLink-foreground);
    }
    loom-text .formula.display {
      display: block;
      overflow-x: auto;
      overflow-y: hidden;
    }
    loom-text .katex {
      font-size: 1.1em;
      white-space: nowrap;
    }
    loom-text .katex-display {
      margin: 4px 0;
    }
  `,
];
