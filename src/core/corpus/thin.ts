/** Passages without anything to teach: what they have only, in words that follow “only”. Text in doubt is no such. */
import type { Block } from './block.ts';
import type { Span } from './passage.ts';

interface ThinText {
  readonly blocks: readonly Block[];
  readonly fileText: string;
}

/** What a passage has only; null for one that says something. Each is asked of all that is no heading. */
export function onlyHas({ blocks, fileText }: ThinText): string | null {
  const content = blocks.filter(({ kind }) => kind !== 'heading');
  if (content.length === 0) return 'a heading';
  if (content.some(({ kind }) => kind === 'formula')) return null;
  const text = content.map((block) => block.text).join('\n');
  const lines = text.split('\n').filter((line) => /\S/.test(line));
  if (!/\p{L}/u.test(text.replaceAll(/`{3,}.*|~{3,}.*/g, ''))) return text.includes('$') ? null : 'numbers or signs';
  if (content.every((block) => isCode(block)) && lines.every(isSetup)) return 'imports or settings';
  // Readers leave the places to write on out; in the file they stand.
  const written = content.flatMap(({ span }) => writtenLines(fileText, span)).filter((line) => /\S/.test(line));
  if (written.length >= minBlanks && written.filter(isBlankToFill).length >= written.length * most) return 'blanks to fill in';
  if (lines.length >= minEntries && lines.every(isIndexEntry)) return 'entries of an index';
  return content.every(({ kind }) => kind !== 'whole') && isLinks(content, fileText) ? 'links' : null;
}

/** Characters behind what was read of a line, in which its blank may stand. */
const maxBlank = 120;
/** Lines of an exercise, entries of an index: with fewer, they may be anything. */
const [minBlanks, minEntries] = [2, 5];
const most = 0.8;

/** The lines that a block stands in, to the end of its last. */
function writtenLines(fileText: string, { start, end }: Span): string[] {
  const rest = fileText.slice(end, end + maxBlank).split('\n', 1)[0]!;
  return (fileText.slice(start, end) + rest).split('\n');
}

const isCode = ({ kind, text }: Block): boolean => kind === 'whole' && /^(?:`{3}|~{3})/.test(text);

/** A line that loads what is used, or gives a name a plain value; a comment is none. */
const isSetup = (line: string): boolean =>
  /^\s*(?:`{3,}\S*|~{3,}\S*|(?:import|export|from|using|use|require|require_relative|package|library|@import)\b.*|#include\b.*|(?:const|let|var)\s.{1,80}=\s*require\(.*|[)}\]({[,;]+|[\w.,\s{}*]{1,80}from\s+['"].*)\s*$/.test(
    line,
  ) || /^\s*["']?[\w.-]{1,60}["']?\s*[:=]\s*(?:-?[\d.]+|true|false|null|"[^"]{0,80}"|'[^']{0,80}'|[\w./@~^-]{1,60})?,?;?\s*$/.test(line);

/** A question whose answer is to be written into it. */
const isBlankToFill = (line: string): boolean => /_{3,}|\.{5,}|…{2,}|\(\s{2,}\)|\[\s{2,}\]/.test(line) && line.length < 200;

/** A term with the pages that it is on: several of them. */
const isIndexEntry = (line: string): boolean => /^[^.!?]{1,80},\s*\d{1,4}(?:\s*[-–,]\s*\d{1,4})+$/.test(line.trim());

const links =
  /!?\[[^[\]]{0,300}\](?:\([^()\s]{0,2000}(?:\s+"[^"]{0,300}")?\)|\[[^[\]]{0,100}\])|\[\[[^[\]]{1,300}\]\]|<a\s[^>]{0,2000}>[^<]{0,300}<\/a>|`[^`<]{1,200}<[^>`]{1,500}>`__?|:(?:doc|ref):`[^`]{1,300}`|<?https?:\/\/[^\s<>)]+>?/gi;
/** Fewer links may be what a sentence is about. */
const minLinks = 3;
/** Words beside the links, for each. */
const wordsBeside = 0.5;

/** Tells whether the blocks are links and nothing else that says anything, as the file has them. */
function isLinks(content: readonly Block[], fileText: string): boolean {
  // Tags around a block are not always in its span.
  const raw = fileText.slice(openTag(fileText, content[0]!.span.start), content.at(-1)!.span.end + '</a>'.length);
  const count = raw.match(links)?.length ?? 0;
  if (count < minLinks) return false;
  const rest = raw.replaceAll(links, ' ').replaceAll(/<[^<>]{1,2000}>|\{[^{}\n]{0,200}\}/g, ' ');
  const words = rest.match(/[\p{L}\p{M}]{2,}/gu)?.length ?? 0;
  return words <= count * wordsBeside;
}

/** Start of a link that opens right before. */
function openTag(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - 2000), at);
  return at - (/<a\s[^<>]*>\s*$/i.exec(before)?.[0].length ?? 0);
}
