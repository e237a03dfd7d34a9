/** Words that stand at the end of lines. */

/** Words that a document writes with a hyphen within a line, and those that it writes without one; in lower case. */
export interface PdfVocabulary {
  readonly hyphenated: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

const word = /\p{L}[\p{L}\p{M}]*(?:[-\u2010]\p{L}[\p{L}\p{M}]*)*/gu;
const lower = (text: string): string => text.toLowerCase().replaceAll('\u2010', '-');

export function vocabularyOf(lines: readonly string[]): PdfVocabulary {
  const [hyphenated, plain] = [new Set<string>(), new Set<string>()];
  for (const line of lines) {
    for (const [found] of line.matchAll(word)) {
      const name = lower(found);
      (name.includes('-') ? hyphenated : plain).add(name);
    }
  }
  return { hyphenated, plain };
}

/**
 * Lines as one. A hyphen at the end of a line that only cuts a word goes; one that the document writes within lines too
 * stays, and so does one before what is no small letter.
 */
export function joinLines(lines: readonly string[], { hyphenated, plain }: PdfVocabulary): string {
  let joined = '';
  for (const line of lines) {
    const next = line.trim();
    if (next === '') continue;
    const before = /[\p{L}\p{M}-]*\p{L}[-\u2010\u00AD]$/u.exec(joined)?.[0];
    const after = /^[\p{L}\p{M}]+/u.exec(next)?.[0];
    if (before === undefined || after === undefined) {
      joined += joined === '' || /[\u2014/]$/.test(joined) ? next : ` ${next}`;
      continue;
    }
    const isCut =
      !/^\p{Lu}/u.test(after) &&
      (before.endsWith('\u00AD') || plain.has(lower(before.slice(0, -1) + after)) || !hyphenated.has(lower(before + after)));
    joined = isCut ? joined.slice(0, -1) + next : joined + next;
  }
  return joined;
}
