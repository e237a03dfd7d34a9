import type { ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { findArticle, hiddenParts, type FindReadable } from './article.ts';
import { fencedMatter, type FrontMatter } from './front-matter.ts';
import { HtmlReader } from './html-reader.ts';
import { withoutPageComments } from './page-comments.ts';

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
  const matter = fencedMatter(source.text);
  const page = withoutPageComments(matter === undefined ? source : withBlanks(source, matter.end), omit);
  const whole = { start: 0, end: page.text.length };
  if (options.take === 'all') return titled(new HtmlReader(page, omit, whole, 'all', hiddenParts(page.text)).read(), matter);
  const article = findArticle(page.text, options.readable);
  if (article === undefined) omit('unsearched', 0);
  for (const { kind, at } of article?.omitted ?? []) omit(kind, at);
  return titled(new HtmlReader(page, omit, whole, article?.cuts ?? 'tags').read(), matter);
}

/** What a page's generator reads before the page is none of it, but for a title. */
const titled = (read: ReadDocument, matter: FrontMatter | undefined): ReadDocument => ({ ...read, title: matter?.title ?? read.title });

const withBlanks = (source: SourceText, end: number): SourceText => ({
  ...source,
  text: source.text.slice(0, end).replace(/[^\r\n]/g, ' ') + source.text.slice(end),
});
