import { singular } from './singular.ts';

const emphasis = /\\(?:emph|textbf|textit|text|mathrm|mathbf|mathit)\s*\{([^{}]*)\}|[*`~$]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu;
const dashes = /[‐-―−]/g;
const apostrophes = /[‘’ʼ]/g;
const edge = /^[\s"'“”‘’«».,;:!?…·•-]+|[\s"'“”‘’«».,;:!?…·•-]+$/g;
const wrapped = /^[([{](.*)[)\]}]$/s;

/** A spelling as it is shown: compatibility forms, emphasis marks and outer punctuation removed, white space collapsed; case kept. */
export function cleanLabel(label: string): string {
  let text = label.normalize('NFKC').replace(emphasis, '$1').replace(dashes, '-').replace(/\s+/g, ' ').replace(edge, '');
  const inner = wrapped.exec(text)?.[1];
  if (inner !== undefined && !/[()[\]{}]/.test(inner)) text = inner.replace(edge, '');
  return text;
}

/**
 * The identity of a topic or key concept: spellings with the same key are one concept. Case-folded, and the last word
 * in the singular, so that "Tidal Ranges" and "tidal range" meet. Idempotent. Empty when nothing but marks was given.
 */
export function conceptKey(label: string): string {
  const text = folded(cleanLabel(label)).replace(edge, '');
  const cut = Math.max(text.lastIndexOf(' '), text.lastIndexOf('-')) + 1;
  return text.slice(0, cut) + singular(text.slice(cut));
}

/** Key that spellings of one word have in common, singular and plural alike. */
export const wordKey = (word: string): string => singular(folded(word));

const folded = (text: string): string => text.toLowerCase().normalize('NFKC').replace(apostrophes, "'");
