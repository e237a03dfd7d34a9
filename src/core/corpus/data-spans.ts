/** Where a text holds data that nobody reads: base64, keys, hashes, dumps. */
import { encodedRun, isData, isNoise, noiseLength } from './encoded-runs.ts';
import type { Span } from './passage.ts';

/** A quotation's end is looked for so far. */
const maxData = 20_000_000;

/** Sorted, without overlap. Linear in the text; words, links, identifiers and formulas are none of it. */
export function dataSpans(text: string): Span[] {
  if (text.length < 24) return [];
  return merged(text, [
    ...dataUris(text),
    ...armour(text),
    ...encoded(text),
    ...dumps(text),
    ...mappings(text),
    ...unixEncoded(text),
    ...matches(text, token),
    ...matches(text, ascii85),
  ]);
}

/** Joined where nothing but space, quotation marks and the like lies between two: lines of one block of data. */
function merged(text: string, spans: Span[]): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last !== undefined && (start <= last.end || isSeam(text, last.end, start))) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

const isSeam = (text: string, start: number, end: number): boolean =>
  end - start <= 12 && /^(?:[\s"',+>*#;]|\\n|(?<![A-Za-z])b(?=["']))*$/.test(text.slice(start, end));

const uri = /\bdata:(?:[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80})?(?:;[a-z0-9.=+-]{1,60}){0,6},/gi;
/** Shorter ones that say nothing of their encoding are examples of what such an address is. */
const minUri = 48;

function dataUris(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  /** Quotation marks that never come again. */
  const ended = new Set<string>();
  for (const match of text.matchAll(uri)) {
    if (match.index < from) continue;
    const start = match.index;
    const body = start + match[0].length;
    const quote = text.charAt(start - 1);
    const close = /["'`]/.test(quote) && !ended.has(quote) ? text.indexOf(quote, body) : -1;
    if (close === -1) ended.add(quote);
    const end = close !== -1 && close - body < maxData ? close : unquotedEnd(text, body);
    if (end - start >= minUri || match[0].includes(';')) found.push({ start, end });
    from = end;
  }
  return found;
}

/** Number of addresses that hold their data, and where the first is. */
export function countDataUris(text: string): { readonly count: number; readonly first: number } {
  const found = text.includes('data:') ? dataUris(text) : [];
  return { count: found.length, first: found[0]?.start ?? 0 };
}

function unquotedEnd(text: string, from: number): number {
  const stop = /[\s"'`<>()[\]]/g;
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}

const armourLine = /-----(BEGIN|END) [A-Z0-9 ]{1,60}-----/g;
/** Between the first and the last line of a key: its head, its lines, its sum. */
const armourBody = /^(?:\s|[A-Za-z][A-Za-z-]{1,30}: ?[^\n]{0,200}\n|[A-Za-z0-9+/=]{1,200}(?=\s|$))*$/;
/** A larger one is found as base64. */
const maxArmour = 100_000;

/** Keys, certificates and messages from their first line to their last; a line alone where they are not whole. */
function armour(text: string): Span[] {
  if (!text.includes('-----')) return [];
  const found: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | undefined;
  for (const match of text.matchAll(armourLine)) {
    const line = { start: match.index, end: match.index + match[0].length };
    const body = open === undefined || match[1] === 'BEGIN' ? undefined : text.slice(open.end, line.start);
    if (open !== undefined && body !== undefined && body.length <= maxArmour && armourBody.test(body)) open.end = line.end;
    else found.push(line);
    open = match[1] === 'BEGIN' ? line : undefined;
  }
  return found;
}

const token = /\beyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?/g;
const ascii85 = /<~[^~]{40,}~>/g;

const link = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`]+/gi;
/** A piece of a link that is longer is no name. */
const longInLink = 256;
/** Shorter runs are data only beside others. */
const minBeside = 3;
const besideLength = 48;

function encoded(text: string): Span[] {
  const links = text.includes('://') ? matches(text, link) : [];
  const found: Span[] = [];
  let group: { span: Span; certain: boolean; noise: boolean }[] = [];
  const close = (): void => {
    const noise = group.filter((each) => each.noise);
    const length = noise.reduce((sum, { span }) => sum + span.end - span.start, 0);
    const isGroup =
      group.some(({ certain }) => certain) || (noise.length >= minBeside && length >= besideLength && noise.length * 2 >= group.length);
    if (isGroup) found.push({ start: group[0]!.span.start, end: tailEnd(text, group.at(-1)!.span.end) });
    group = [];
  };
  let at = 0;
  for (const match of text.matchAll(encodedRun)) {
    const span = { start: match.index, end: match.index + match[0].length };
    while (at < links.length && links[at]!.end <= span.start) at += 1;
    if (at < links.length && links[at]!.start <= span.start && match[0].length < longInLink) continue;
    const last = group.at(-1)?.span;
    const isNext = last !== undefined && isSeam(text, last.end, span.start);
    if (!isNext) close();
    const isLine = isNext && match[0].length >= noiseLength && !/^[-_=]+$/.test(match[0]) && group.some(({ certain }) => certain);
    const certain = isLine || isData(match[0]);
    const noise = isNoise(match[0]);
    const isAlike = isNext && last.end - last.start === match[0].length;
    if (certain || noise || isAlike) group.push({ span, certain, noise });
    else close();
  }
  close();
  return found;
}

/** The last line of a block of base64 may be of any length: padded, or mixed as no word is. */
function tailEnd(text: string, end: number): number {
  const rest = /^(?:\s|["',]|\\n){1,8}([A-Za-z0-9+/_-]{0,200}={0,2})(?![A-Za-z0-9])/.exec(text.slice(end, end + 240));
  const last = rest?.[1] ?? '';
  const isTail = /^=?[A-Za-z0-9+/]{4}$/.test(last)
    ? /\d/.test(last) || last.startsWith('=')
    : last.endsWith('=') || isMixed(last) || /^(?=[a-f]*\d)[0-9a-f]{6,}$/i.test(last);
  return rest !== null && last.length > 1 && isTail ? end + rest[0].length : end;
}

const isMixed = (run: string): boolean => run.length >= 5 && /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);

const bytes =
  /(?<![0-9a-z])(?:(?:0x|\\x)?[0-9a-f]{2,16}(?:h\b)?[ ,:|\t\r\n-]{1,4}){8,}(?:0x|\\x)?[0-9a-f]{2,8}(?![0-9a-z])(?:[ \t]{1,3}\|[^|\n]{0,40}\|)?/gi;
const escapes = /(?:\\x[0-9a-f]{2}|\\[0-3][0-7]{2}|\\u00[0-9a-f]{2}){12,}/gi;
/** As addresses and mail write bytes; a name in another script takes fewer. */
const signs = /(?:%[0-9a-fA-F]{2}){64,}|(?:=[0-9A-F]{2}(?:=\r?\n)?){64,}/g;
/** Characters that a dump shows beside its bytes. */
const dumpText = 20;

/** The place that a row of a dump begins with: bytes stand behind it in groups that are shorter. */
const offset = /^[0-9a-f]{7,16}(?::|[ \t]+(?=[0-9a-f]{2,4}(?![0-9a-z])))/i;
const lastRow = /^[^\n]{0,20}\s[0-9a-f]{7,16}:?(?:[ \t]{1,3}[0-9a-f]{2,8}(?![0-9a-z]))+(?:[ \t]{1,40}\|[^|\n]{0,20}\|)?/i;

/** Bytes in hexadecimal, as dumps, arrays and escapes write them. */
function dumps(text: string): Span[] {
  const found = [...text.matchAll(bytes)].flatMap((match): Span[] =>
    isBytes(match[0]) ? [{ start: match.index, end: match.index + match[0].length }] : [],
  );
  const rows: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = rows.at(-1);
    if (last !== undefined && start - last.end <= dumpText + 4) last.end = end;
    else rows.push({ start, end });
  }
  for (const row of rows) {
    if (!offset.test(text.slice(row.start, row.start + dumpText))) continue;
    row.end = lineEnd(text, row.end);
    // The last row may be short.
    const last = lastRow.exec(text.slice(row.end, row.end + 120));
    if (last !== null) row.end = lineEnd(text, row.end + last[0].length);
  }
  return [...rows, ...matches(text, escapes), ...matches(text, signs)];
}

/** Behind what a dump shows of its last bytes as characters. */
function lineEnd(text: string, from: number): number {
  const rest = text.slice(from, from + dumpText);
  const end = rest.search(/[\r\n]/);
  return from + (end === -1 ? (text.length <= from + dumpText ? rest.length : (/^ {1,2}\S{1,17}/.exec(rest)?.[0].length ?? 0)) : end);
}

/** Numbers in tens, squares of a chess board and words made of the first six letters are no bytes. */
function isBytes(match: string): boolean {
  const groups = match
    .split('|')[0]!
    .replaceAll(/0x|\\x/gi, '')
    .split(/[^0-9a-f]+/i)
    .filter(Boolean);
  if (!groups.slice(1).every(({ length }) => length === 2 || length === 4 || length >= 6)) return false;
  const digits = groups.slice(1).filter((group) => /^\d+$/.test(group)).length;
  const letters = groups.filter((group) => /^[a-f]+$/i.test(group)).length;
  const mixed = groups.filter((group) => /\d/.test(group) && /[a-f]/i.test(group)).length;
  if (/0x|\\x/i.test(match) || offset.test(match)) return digits + mixed >= 3;
  return digits >= 1 && mixed >= 3 && (letters >= 1 || groups.length >= 16);
}

const mapping = /[A-Za-z0-9+/]{0,12}(?:[;,]{1,8}[A-Za-z0-9+/]{1,12}){20,}/g;

/** Mappings of a source map: groups of one, four or five signs by chance. */
const mappings = (text: string): Span[] =>
  matches(text, mapping).filter(({ start, end }) => {
    const groups = text.slice(start, end).split(/[;,]+/).filter(Boolean);
    const capitals = groups.join('').replace(/[^A-Z]/g, '').length;
    return groups.every(({ length }) => length === 1 || length >= 4) && capitals * 4 >= end - start && !/\d{2}/.test(groups.join(' '));
  });

const unixBegin = /(?:^|\s)begin [0-7]{3} \S{1,80}(?=\s)/g;

/** The result of uuencode, which has no small letters. */
function unixEncoded(text: string): Span[] {
  return matches(text, unixBegin).flatMap(({ start, end }) => {
    const stop = /[a-z]/g;
    stop.lastIndex = end;
    const small = stop.exec(text)?.index ?? text.length;
    const isEnd = text.startsWith('end', small);
    return small - end > 8 ? [{ start, end: isEnd ? small + 3 : small }] : [];
  });
}

const matches = (text: string, pattern: RegExp): Span[] =>
  Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({ start: index, end: index + found.length }));
