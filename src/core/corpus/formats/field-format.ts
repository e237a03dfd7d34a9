import type { ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import type { TextFormat } from '../text-formats.ts';
import { type HtmlOptions, readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import { readPlain } from './plain.ts';

/** Reads the text of a record; where nothing says what it is written in, as what it plainly is. */
export function readField(source: SourceText, format: TextFormat | 'auto', omit: TellOmitted, page: HtmlOptions): ReadDocument {
  switch (format === 'auto' ? formatOf(source.text) : format) {
    case 'html':
      return readHtml(source, omit, undefined, page);
    case 'markdown':
      return readMarkdown(source, 'markdown', omit);
    case 'text':
      return readPlain(source, omit);
  }
}

/** Enough of a text to tell what it is written in. */
const window = 20_000;

/** A pair of tags that a page has around its text; or one that opens the text, with another that stands alone. */
const pairs =
  /<(p|div|section|article|main|body|h[1-6]|ul|ol|li|table|td|span|strong|em|b|i|a|blockquote|pre|code)(?:\s[^<>]{0,1000})?>[^<]{0,2000}(?:<(?!\/\1\b)[^<>]{0,1000}>[^<]{0,2000}){0,20}<\/\1\s*>/i;
const opened = /^\s*(?:<!doctype html|<html|<body|<p>|<p\s|<div)/i;

/** Marks of Markdown, and how plainly each says so. A hash or a star alone may stand in any text. */
const marks: readonly (readonly [RegExp, number])[] = [
  [/^ {0,3}#{1,6} \S/m, 1],
  // Nobody sees a comment in either of the two, and everybody in a text.
  [/<!--[^]{0,5000}?-->/, 2],
  [/^ {0,3}(?:```|~~~)[\w-]*\s*$/m, 2],
  [/^ {0,3}\|?(?: {0,3}:?-{2,}:? {0,3}\|){1,30}/m, 2],
  [/\[[^[\]\n]{1,300}\]\((?:https?:|\/|\.|#|mailto:)[^()\s]{0,500}\)/, 2],
  [/(?:^|\s)\*\*[^\s*][^*\n]{0,300}\*\*/m, 1],
  [/(?:^|\s)`[^`\s][^`\n]{0,200}`/m, 1],
  [/(?:^|\s)\*[^\s*][^*\n]{0,200}\*(?=[\s.,;:!?)]|$)/m, 1],
  [/^ {0,3}(?:[-*+]|\d{1,3}\.) \S.*\n {0,3}(?:[-*+]|\d{1,3}\.) \S/m, 1],
];
const plainly = 2;

function formatOf(whole: string): TextFormat {
  const text = whole.slice(0, window);
  if (opened.test(text)) return 'html';
  const certainty = marks.reduce((sum, [mark, weight]) => sum + (mark.test(text) ? weight : 0), 0);
  // Markdown may hold tags, and is read with them.
  return certainty >= plainly ? 'markdown' : pairs.test(text) ? 'html' : 'text';
}
