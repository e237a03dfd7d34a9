import { css, html, type TemplateResult } from 'lit';
import { wordDiff } from './word-diff.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

export const differenceStyles = css`
  ins,
  del {
    border-radius: 2px;
    text-decoration: none;
  }
  ins {
    background: var(--vscode-diffEditor-insertedTextBackground);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  del {
    background: var(--vscode-diffEditor-removedTextBackground);
    text-decoration: line-through;
  }
`;

/** A text with what changed from the one before, in place. */
export function difference(before: string, after: string): TemplateResult[] {
  return wordDiff(before, after).map(({ kind, text }) => {
    if (kind === 'added') return html`<ins>${text}</ins>`;
    return kind === 'removed' ? html`<del>${text}</del>` : html`${text}`;
  });
}

/** Way in which the current version came from the one before, in words. */
export function differenceTitle(current: SampleDetail['current']): string {
  if (current.model === null) return 'What the edit changed';
  return current.instruction === null ? 'What regenerating changed' : `What regenerating changed: “${current.instruction}”`;
}
