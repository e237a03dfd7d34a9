import type { BlockBuilder } from '../block-builder.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { readRole } from './references.ts';

/**
 * Inline mark-up of reStructuredText. In this order: an escape, a literal, a substitution, a role with its
 * text, interpreted text with a role behind it or a link with its target, a footnote mark, strong, emphasis, a one-word link.
 */
const markup =
  /\\([\s\S])|``(?!\s)([\s\S]{1,500}?)``(?!`)|\|([^\s|](?:[^|\n]{0,100}[^\s|])?)\|_{0,2}|:([\w.+:-]{1,60}):`([^`]{1,500})`|`([^`]{1,500})`(?::([\w.+:-]{1,60}):|_{0,2})|\[(?:#?[\w.:-]{0,40}|\*)\]_|\*\*(?=\S)([^*]{1,500})\*\*|\*(?=[^\s*])([^*]{1,500})\*|\b([\p{L}\p{N}][\p{L}\p{N}.+-]{0,60})__?(?![\p{L}\p{N}_])/gu;
const target = /^([\s\S]*?)\s*<[^<>]*>$/;
/** Pages that Sphinx makes itself. */
const generated = /^(?:gen|mod|py-mod)?index$|^search$/;

/** Text for the name of a substitution, undefined for one that stands for no text. */
export type Substitutions = ReadonlyMap<string, string>;

/** Copies `pieces` of a reStructuredText file, parts of lines that read as one text, without their inline mark-up. */
export function writeRstInline(pieces: readonly Span[], source: SourceText, builder: BlockBuilder, substitutions: Substitutions): void {
  const text = pieces.map(({ start, end }) => source.text.slice(start, end)).join('\n');
  const copy = copier(pieces, builder);
  const inSource = toSource(pieces);
  let from = 0;
  for (const match of text.matchAll(markup)) {
    const [all, escaped, literal, substitution, role, ofRole, interpreted, suffix, strong, emphasis, word] = match;
    copy(from, match.index);
    from = match.index + all.length;
    const part = (shown: string, isAtom: boolean): void => {
      const start = match.index + all.indexOf(shown);
      if (isAtom) {
        builder.atom(() => {
          copy(start, start + shown.length);
        });
      } else {
        copy(start, start + shown.length);
      }
    };
    // What a replacement stands for in the file: from the first character to the last.
    const replace = (shown: string): void => {
      builder.replace(shown, inSource(match.index), inSource(from - 1) + 1);
    };
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    if (escaped !== undefined) {
      // A backslash before white space only parts mark-up from the letters beside it.
      if (/\S/.test(escaped)) part(escaped === '\\' ? '\\' : escaped, false);
    } else if (literal !== undefined) part(literal, true);
    else if (substitution !== undefined) {
      const shown = substitutions.get(substitution);
      if (shown === undefined || shown === '') builder.skip();
      else replace(shown);
    } else if (interpreted !== undefined && suffix === undefined) part(label(interpreted), false);
    else if (ofRole !== undefined || interpreted !== undefined)
      writeRole(role ?? suffix ?? '', ofRole ?? interpreted ?? '', before, part, replace, builder);
    else {
      const plain = strong ?? emphasis ?? word;
      if (plain === undefined) builder.skip();
      else part(plain, false);
    }
  }
  copy(from, text.length);
}

function writeRole(
  name: string,
  content: string,
  before: string,
  part: (shown: string, isAtom: boolean) => void,
  replace: (shown: string) => void,
  builder: BlockBuilder,
): void {
  const reading = generated.test(content) ? undefined : readRole(name, content, before);
  if (reading === undefined) builder.skip();
  else if ('noun' in reading) replace(builder.opensSentence ? reading.noun.charAt(0).toUpperCase() + reading.noun.slice(1) : reading.noun);
  else part(content.slice(reading.from, reading.to), name === 'math');
}

/** Copies a stretch of the joined text piece by piece. */
function copier(pieces: readonly Span[], builder: BlockBuilder): (from: number, to: number) => void {
  let piece = 0;
  let offset = 0;
  return (from, to) => {
    // Asked for in rising order.
    while (piece < pieces.length) {
      const { start, end } = pieces[piece]!;
      const length = end - start;
      if (from <= offset + length) builder.prose(start + Math.max(0, from - offset), start + Math.max(0, Math.min(to - offset, length)));
      if (to <= offset + length) return;
      builder.space();
      offset += length + 1;
      piece += 1;
    }
  };
}

/** Offsets into the file's text of characters of the joined text, asked for in rising order. */
function toSource(pieces: readonly Span[]): (at: number) => number {
  let piece = 0;
  let offset = 0;
  return (at) => {
    for (; piece < pieces.length; piece += 1) {
      const { start, end } = pieces[piece]!;
      if (at <= offset + end - start) return start + at - offset;
      offset += end - start + 1;
    }
    return pieces.at(-1)?.end ?? 0;
  };
}

/** "text <target>" is shown as its text; "~package.name" of Python's roles as it is. */
function label(text: string): string {
  const shown = target.exec(text)?.[1];
  return (shown === undefined || shown.trim() === '' ? text : shown).replace(/^[~!]/, '');
}
