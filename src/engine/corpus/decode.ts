import { patternOfFile } from '../../core/corpus/corpus-globs.ts';
import { decodeUtf32, type Encoding, encodingNamed } from '../../core/corpus/encodings.ts';
import { extensionOf } from '../../core/corpus/limits.ts';
import { positionAt } from '../../core/corpus/positions.ts';
import { likelyEncoding, looksLikeUtf16 } from './likely-encoding.ts';
import { Unreadable } from './unreadable.ts';

/** A file's text. A byte-order mark stays in it as one character, so that offsets are those of the decoded file. */
export interface DecodedFile {
  readonly text: string;
  readonly encoding: Encoding;
  /** Bytes that are no text in the encoding that the settings name: how many places, and the line of the first. Each stands as U+FFFD. */
  readonly flaws?: { readonly count: number; readonly line: number };
}

/**
 * Decodes a file. A byte-order mark is certain, then what the settings say, then what a page declares of itself; else it is UTF-8.
 * Anything else is named by what it looks like, and read by nobody who has not said so: what is guessed wrongly is text that nobody wrote.
 *
 * @throws Unreadable
 */
export function decodeFile(bytes: Buffer, file: string, setting: Encoding | undefined): DecodedFile {
  const marked = encodingOfMark(bytes);
  if (marked !== undefined) return lenient(bytes, marked, file);
  if (setting !== undefined) return lenient(bytes, setting, file);
  const utf8 = strict(bytes);
  const declared = declaredEncoding(bytes, file);
  if (utf8 !== undefined) {
    requireText(bytes, file);
    // Seven bits a byte, and so valid UTF-8, but no text in it.
    // eslint-disable-next-line no-control-regex -- what shifts to another set of characters
    if (/\u001B\$[@B]/.test(utf8))
      throw new Unreadable('The file is in ISO-2022-JP, which is not read. Save it as UTF-8, or leave it out with corpus.exclude.');
    // Pages are often saved as UTF-8 by an editor that left what they declare: other encodings are never valid UTF-8 in many places.
    const isOther = declared !== undefined && declared !== 'utf-8' && isScarce(utf8);
    return isOther ? lenient(bytes, declared, file) : { text: utf8, encoding: 'utf-8' };
  }
  if (declared !== undefined && declared !== 'utf-8') return lenient(bytes, declared, file);
  requireText(bytes, file);
  throw new Unreadable(notUtf8(bytes, file));
}

function encodingOfMark(bytes: Buffer): Encoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length % 4 === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // UTF-8 needs no telling; but with its mark, no setting overrules it.
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : undefined;
}

/** Without what is not UTF-8; undefined where there is such. */
function strict(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** @throws Unreadable for a file that is no text in this encoding either */
function lenient(bytes: Buffer, encoding: Encoding, file: string): DecodedFile {
  if (!encoding.startsWith('utf-16') && !encoding.startsWith('utf-32')) requireText(bytes, file);
  const text =
    encoding === 'utf-32le' || encoding === 'utf-32be'
      ? decodeUtf32(bytes, encoding === 'utf-32le')
      : new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const first = text.indexOf(replaced);
  if (first === -1) return { text, encoding };
  return { text, encoding, flaws: { count: text.split(replaced).length - 1, line: lineOf(text, first) } };
}

/** What stands for bytes that are no text. */
const replaced = '\uFFFD';

const lineOf = (text: string, at: number): number => positionAt(text, at).line + 1;

/** Bytes that a page may take to say what it is. */
const declaredWithin = 4096;

/** What a page says of itself, in a declaration of XML or in a meta element; what a text says in Emacs' words on its first two lines. */
function declaredEncoding(bytes: Buffer, file: string): Encoding | undefined {
  if (!['html', 'htm', 'xhtml'].includes(extensionOf(file))) {
    const opening = bytes.subarray(0, 400).toString('latin1').split('\n', 2).join('\n');
    const said = /-\*-(?:[^\n]{0,100};)?[ \t]*coding:[ \t]*([\w.-]+?)(?:-(?:unix|dos|mac))?[ \t]*(?:;[^\n]{0,100})?-\*-/i.exec(
      opening,
    )?.[1];
    return said === undefined ? undefined : encodingNamed(said);
  }
  const head = bytes
    .subarray(0, declaredWithin)
    .toString('latin1')
    .replace(/<!--.*?-->/gs, '');
  const name =
    /^\s*<\?xml\s[^<>]*encoding\s*=\s*["']?([\w-]+)/i.exec(head)?.[1] ?? /<meta\s[^<>]*charset\s*=\s*["']?\s*([\w:-]+)/i.exec(head)?.[1];
  const encoding = name === undefined ? undefined : encodingNamed(name);
  // What says so in single bytes is no UTF-16 (HTML Standard, 13.2.3.2).
  return encoding?.startsWith('utf-') === true ? 'utf-8' : encoding;
}

/** Places beyond ASCII up to which valid UTF-8 may be chance. */
const chance = 3;

function isScarce(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII
  return (text.match(/[^\u0000-\u007F]/g) ?? []).length <= chance;
}

/** Formats whose records are read one by one: a zero in one of them is dropped with it. */
const recordFormats = new Set(['csv', 'tsv', 'jsonl', 'ndjson', 'csv.gz', 'tsv.gz', 'jsonl.gz', 'ndjson.gz']);
/** Bytes for each zero that a damaged table has at least. */
const bytesPerZero = 200;

/** @throws Unreadable for what is no text: its bytes have zeros */
function requireText(bytes: Buffer, file: string): void {
  const zero = bytes.indexOf(0);
  if (zero === -1) return;
  const utf16 = looksLikeUtf16(bytes);
  if (utf16 !== undefined) throw new Unreadable(`The file looks like ${utf16} without a byte-order mark. ${offer(file, utf16)}`);
  if (recordFormats.has(extensionOf(file)) && bytes.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0) * bytesPerZero < bytes.length)
    return;
  throw new Unreadable(`The file is binary: byte ${zero} is zero. Leave it out with corpus.exclude.`);
}

const offer = (file: string, encoding: Encoding): string =>
  `Save it as UTF-8, or say what it is: corpus.encoding: { ${patternOfFile(file)}: ${encoding} }.`;

function notUtf8(bytes: Buffer, file: string): string {
  const utf16 = looksLikeUtf16(bytes);
  if (utf16 !== undefined) return `The file looks like ${utf16} without a byte-order mark. ${offer(file, utf16)}`;
  const text = new TextDecoder('utf-8').decode(bytes);
  const first = text.indexOf(replaced);
  const where = first === -1 ? '' : ` (line ${lineOf(text, first)})`;
  const broken = text.split(replaced).length - 1;
  // eslint-disable-next-line no-control-regex -- ASCII
  const valid = (text.match(/[^\u0000-\u007F\uFFFD]/g) ?? []).length;
  // Few bytes of another encoding are valid UTF-8 by chance.
  if (valid >= broken)
    return `The file is UTF-8 but for ${broken === 1 ? 'one place' : `${broken} places`}${where}. Mend it, or read it with ${replaced} there: corpus.encoding: { ${patternOfFile(file)}: utf-8 }.`;
  const likely = likelyEncoding(bytes);
  if (likely === undefined) return `The file is not UTF-8${where}. Save it as UTF-8, or leave it out with corpus.exclude.`;
  return `The file is not UTF-8${where}; it looks like ${likely}. ${offer(file, likely)}`;
}
