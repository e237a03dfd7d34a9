import { isMap, isScalar, parseDocument } from 'yaml';
import { decodeReferences } from './entities.ts';
import { withoutComments } from './markdown-comments.ts';

/** What a file says about itself before its text begins. */
export interface FrontMatter {
  /** Offset of the line where the text begins. */
  readonly end: number;
  readonly title: string | undefined;
}

/** Number of characters in which front matter has to end. */
const maxLength = 200_000;
const opening = /^\uFEFF?(?:[ \t]*\r?\n){0,20}(?=(---|\+\+\+|;;;)[ \t]*(yaml|toml|json|#[^\r\n]{0,200})?[ \t]*\r?\n)/;
const yamlEnd = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/gm;
const semicolons = /^;;;[ \t]*(?:\r?\n|$)/gm;
const tomlEnd = /^\+\+\+[ \t]*(?:\r?\n|$)/gm;
/** A line of MultiMarkdown's metadata, which Pelican and Zettlr write too. */
const metadata = /^([A-Za-z][\w -]{0,40}):[ \t]+\S[^\r\n]*(?:\r?\n[ \t]+\S[^\r\n]*)*$/;
const metadataKeys =
  /^(?:title|subtitle|author|authors|date|tags|category|categories|slug|status|summary|lang|modified|keywords|copyright|affiliation|email|id|zettel id|base header level|css)$/i;

/** Front matter in YAML, TOML, JSON, as MultiMarkdown's lines or as Pandoc's title block; nothing when the file opens with its text. */
export function frontMatter(text: string): FrontMatter | undefined {
  return fencedMatter(text) ?? json(text) ?? titleBlock(text) ?? lines(text);
}

/** Between lines of signs. */
export function fencedMatter(text: string): FrontMatter | undefined {
  const open = opening.exec(text);
  if (open === null) return undefined;
  const start = open[0].length;
  const closing = open[1] === '---' ? yamlEnd : open[1] === ';;;' ? semicolons : tomlEnd;
  closing.lastIndex = text.indexOf('\n', start) + 1;
  const head = text.slice(0, start + maxLength);
  const close = closing.exec(head);
  if (close === null) return undefined;
  const matter = text.slice(text.indexOf('\n', start) + 1, close.index);
  // A line across the page, prose, and another line.
  if (
    open[1] !== '+++' &&
    open[2] === undefined &&
    matter.trim() !== '' &&
    !/^[ \t]*(?:[\p{L}\p{N}_"'$@./() -]{1,100}:(?:\s|$)|#|[{[])/mu.test(matter)
  )
    return undefined;
  return { end: close.index + close[0].length, title: titleIn(matter) };
}

function json(text: string): FrontMatter | undefined {
  if (!/^\uFEFF?\s{0,100}\{\s{0,1000}"/.test(text)) return undefined;
  const close = /^\}[ \t]*(?:\r?\n|$)/gm;
  const head = text.slice(0, maxLength);
  const end = close.exec(head);
  if (end === null) return undefined;
  try {
    const matter: unknown = JSON.parse(head.slice(head.indexOf('{'), end.index + 1));
    const title = typeof matter === 'object' && matter !== null && 'title' in matter ? matter.title : undefined;
    return { end: end.index + end[0].length, title: typeof title === 'string' ? cleaned(title) : undefined };
  } catch {
    // Braces around something else: text.
    return undefined;
  }
}

/** `% Title`, `% Authors` and `% Date` on the first lines. */
function titleBlock(text: string): FrontMatter | undefined {
  const block =
    /^\uFEFF?%[ \t]+(\S[^\r\n]*(?:\r?\n[ \t]+\S[^\r\n]*){0,10})(?:\r?\n%[^\r\n]*(?:\r?\n[ \t]+\S[^\r\n]*){0,50}){0,2}(?:\r?\n|$)/.exec(
      text,
    );
  return block === null ? undefined : { end: block[0].length, title: cleaned(block[1]!) };
}

function lines(text: string): FrontMatter | undefined {
  const block = /^\uFEFF?[A-Za-z][\w -]{0,40}:[^\r\n]*(?:\r?\n[^\r\n]*\S[^\r\n]*){0,60}(?=\r?\n[ \t]*(?:\r?\n|$)|\r?\n?$)/.exec(text)?.[0];
  if (block === undefined) return undefined;
  const fields = block
    .replace(/^\uFEFF/, '')
    .split(/\r?\n(?![ \t])/)
    .map((field) => metadata.exec(field)?.[1]);
  const known = fields.filter((key) => key !== undefined && metadataKeys.test(key));
  if (fields.includes(undefined) || known.length < Math.max(2, fields.length / 2)) return undefined;
  const title = /^title:[ \t]+(\S[^\r\n]*)/im.exec(block)?.[1];
  return { end: block.length, title: title === undefined ? undefined : cleaned(title) };
}

/** The title in YAML (`title: …`) or TOML (`title = "…"`). Only that line and what goes on with it is parsed: the rest is not for us. */
function titleIn(matter: string): string | undefined {
  const line = /^title[ \t]*[:=][ \t]*(\S[^\r\n]*(?:\r?\n[ \t]+\S[^\r\n]*){0,20})/m.exec(matter)?.[1];
  return line === undefined ? undefined : cleaned(scalar(line));
}

function cleaned(title: string): string | undefined {
  const text = decodeReferences(withoutComments(title)).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

function scalar(line: string): string {
  // As the value of a key, so that a block of lines below it is read as one.
  const document = parseDocument(`title: ${line}`);
  // Of anything but a text nothing is made: keys that are maps would take time with a power of their depth.
  const value = document.errors.length === 0 && isMap(document.contents) ? document.contents.get('title', true) : undefined;
  const content = isScalar(value) ? value.value : undefined;
  return typeof content === 'string' || typeof content === 'number' ? String(content) : line.replace(/\s#.*$/gm, '');
}
