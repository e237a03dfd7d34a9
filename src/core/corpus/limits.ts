import { Refusal } from './refusal.ts';

const mega = 1024 * 1024;

/** Length of a line in characters; a longer one is data or a program's output, and no parser is made for it. */
const maxLineLength = 10 * mega;

/** A syntax tree takes a hundred times the room of its text; formats read from front to back may be larger. */
const treeFormats = new Set(['md', 'markdown', 'mdown', 'mkd', 'qmd', 'rmd', 'mdx', 'ipynb']);

/** The largest file read, in bytes. */
export function maxFileBytes(file: string): number {
  return treeFormats.has(extensionOf(file)) ? 32 * mega : 256 * mega;
}

/** What a file is by its name, in lower case; of one that is packed, what it holds too: `jsonl.gz`. */
export function extensionOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  // A name that begins with its only dot has no extension.
  if (dot <= 0) return '';
  const inner = name.slice(dot) === '.gz' ? name.lastIndexOf('.', dot - 1) : 0;
  return name.slice((inner > 0 ? inner : dot) + 1);
}

/** Most bytes that a packed file of text may hold, and characters that the text of a document has, with whose syntax tree see above. */
export const maxUnpackedBytes = 256 * mega;
export const maxExtractedLength = 32 * mega;

/** Refuses a text with a line that is too long; says which. Lines end at \r\n, \n or \r. */
export function refuseLongLines(text: string): void {
  if (text.length <= maxLineLength) return;
  let start = 0;
  let line = 1;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    refuse(match.index - start, line);
    start = match.index + match[0].length;
    line += 1;
  }
  refuse(text.length - start, line);
}

function refuse(length: number, line: number): void {
  if (length <= maxLineLength) return;
  const size = (length / 1e6).toFixed(0);
  throw new Refusal(
    `Line ${line} is ${size} million characters long; at most ${maxLineLength / mega} million are read. Break the text into lines, or leave the file out with corpus.exclude.`,
  );
}
