import type { ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { findArticle, type FindReadable } from './article.ts';
import { HtmlReader } from './html-reader.ts';

export interface HtmlOptions {
  /** A page's article alone, or all that it shows. */
  readonly take: 'article' | 'all';
  /** Helps with pages that do not say where their article is. */
  readonly readable?: FindReadable | undefined;
}

/**
 * Reads a page, or the part of it between `region.start` and `region.end`, as a browser's tokenizer sees it. Of a page its
 * article is taken unless the options say otherwise; a part of other mark-up has none.
 */
export function readHtml(source: SourceText, omit: TellOmitted, region?: Span, options: HtmlOptions = { take: 'article' }): ReadDocument {
  if (region !== undefined) return new HtmlReader(source, omit, region, 'tags').read();
  const whole = { start: 0, end: source.text.length };
  if (options.take === 'all') return new HtmlReader(source, omit, whole, 'all').read();
  const article = findArticle(source.text, options.readable);
  if (article === undefined) omit('unsearched', 0);
  for (const { kind, at } of article?.omitted ?? []) omit(kind, at);
  return new HtmlReader(source, omit, whole, article?.cuts ?? 'tags').read();
}
