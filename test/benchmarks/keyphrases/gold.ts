import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conceptKey } from '../../../src/core/concepts/normalise.ts';
import { parseDocument } from '../../../src/core/corpus/parse.ts';
import type { PassageText } from '../../../src/offline/statistics.ts';

/** A page as a system may see it, and the terms its authors marked in it. */
export interface Page {
  readonly name: string;
  readonly passages: readonly PassageText[];
  /** Keys as `phraseIdentity` makes them. */
  readonly gold: ReadonlySet<string>;
}

/** Beside the project's folder, where the corpus lies when it is there. */
export const corpusFolder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'corpora', 'physics', 'contents');

const marked =
  /\*\*((?:[^*]|\*(?!\*)){1,200}?)\*{2,3}\{:[^{}]{0,200}data-type="term"[^{}]*\}|<strong\b[^<>]*data-type="term"[^<>]*>([\s\S]{1,400}?)<\/strong>/g;

/** What two spellings of one term share: NFKC, case and plural folded, one kind of apostrophe. */
export function phraseIdentity(phrase: string): string {
  return conceptKey(phrase.replace(/[’‘]/g, "'"));
}

/** The pages below `folder`, sorted by name; nothing when it does not exist. */
export function readPages(folder: string): Page[] | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => readPage(name, readFileSync(join(folder, name), 'utf8')));
}

/**
 * The answer must not stand in the input: the marks go together with the bold face they give, and the glossary, which
 * closes a page and lists the very terms, goes as a whole. Titles, headings and all other emphasis stay.
 */
function readPage(name: string, file: string): Page {
  const glossary = file.indexOf('<div data-type="glossary"');
  const gold = new Set<string>();
  const text = (glossary === -1 ? file : file.slice(0, glossary)).replace(marked, (_, bold?: string, strong?: string) => {
    const term = bold ?? strong ?? '';
    const key = phraseIdentity(term.replace(/<[^<>]*>/g, ''));
    if (key !== '') gold.add(key);
    return term;
  });
  const { documents } = parseDocument(name, text, { tokens: 800, textField: 'text' });
  const passages = documents.flatMap((document) =>
    document.passages.map((passage) => ({ title: document.title, headings: passage.headings, text: passage.text })),
  );
  return { name, passages, gold };
}

/** The pages with marked terms, cut in two: weights may be fitted on one half only. */
export function halvesOf(corpus: readonly Page[]): { fitted: Page[]; heldOut: Page[] } {
  const pages = corpus.filter(({ gold }) => gold.size > 0);
  return { fitted: pages.filter((_, index) => index % 2 === 0), heldOut: pages.filter((_, index) => index % 2 === 1) };
}
