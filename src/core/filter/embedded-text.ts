import type { Passage } from '../corpus/passage.ts';

/**
 * The most that is embedded of a document. Many embedding models that run on a laptop read 512 tokens of their own, and
 * theirs are shorter than ours; what a text is about, and how well it is written, shows before that.
 */
const maxTokens = 384;

/** The beginning of a passage under its headings: about as much as models take. */
export function embeddedText({ headings, text, tokens }: Passage): string {
  const share = Math.min(1, maxTokens / Math.max(1, tokens));
  return [...headings, share === 1 ? text : beginning(text, share)].join('\n');
}

/** So much of a text, up to the last space in it; all of it for a share of 1. */
export function beginning(text: string, share: number): string {
  const cut = text.slice(0, Math.floor(text.length * share));
  if (cut.length === text.length) return text;
  const space = cut.search(/\s\S*$/);
  // A script without spaces is cut anywhere but within a character.
  return (space > cut.length / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, '');
}
