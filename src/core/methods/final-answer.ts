/** What answers come to: to compare several to one question, and to keep what a program checks true to its answer. */
import { normalisedText } from '../samples/normalised-text.ts';

const thin = '[\u00a0\u2009\u202f]';
const digits = String.raw`\d(?:\d|[.,](?=\d)|\{,\}(?=\d)|(?:\\,|${thin})(?=\d{3}(?!\d)))*|\.\d+`;
const exponent = String.raw`\^[ \t]{0,2}\{?[ \t]{0,2}([-+−]?\d{1,4})[ \t]{0,2}\}?`;
/** No number starts within a word (H2O), an exponent (s^2, s^{-2}) or an index (v_0); a minus behind something subtracts. */
const start = String.raw`(?<![\p{L}\d_^]|[_^]\{|[_^][-−+]|[_^]\{[-−+])`;
const number = new RegExp(
  `${start}(?:(?<![\\p{L}\\d)}\\]])([-−]))?(${digits})(?:[eE]([-+−]?\\d{1,4})(?!\\p{L})|[ \\t]{0,2}(?:\\\\times|\\\\cdot|[×·*])[ \\t]{0,2}10[ \\t]{0,2}${exponent}|${exponent}|/(\\d{1,9})(?!\\d))?`,
  'gu',
);
const boxed = /\\f?boxed\s{0,4}\{/g;
const marker = /\b(?:final answer|answer)(?:[ \t]{1,4}is)?[ \t*_]{0,4}[:=][ \t*_]{0,4}/gi;
/** Spacing and type, which mean nothing. */
const looks = /\\(?:left|right|displaystyle|quad|qquad|bf|rm|[,;:!> ])(?![a-zA-Z])|[$~]/g;
const typeset = /\\(?:text|mathrm|mathbf|mathit|operatorname|textbf|unit|si)\s{0,4}\{([^{}]{0,80})\}/g;
const fraction = /\\[dt]?frac\s{0,4}\{\s{0,4}(\d{1,9})\s{0,4}\}\s{0,4}\{\s{0,4}(\d{1,9})\s{0,4}\}/g;

/**
 * Final result of an answer, in a form that can be compared: the last `\boxed{…}`; else the last number, without its
 * unit, of what follows “answer:” or of the whole; else the last line. Equal strings are equal answers. '' for nothing.
 */
export function finalAnswer(answer: string): string {
  const box = lastBox(answer);
  if (box !== null) return comparable(box);
  const said = [...answer.matchAll(marker)].at(-1);
  const conclusion = said === undefined ? '' : answer.slice(said.index + said[0].length).trim();
  const region = conclusion === '' ? answer : conclusion;
  const last = [...region.replace(fraction, '$1/$2').matchAll(number)].at(-1);
  if (last !== undefined) return valueOf(last);
  return plain(region.trim().split('\n').at(-1)!);
}

const maxStatedLength = 200;

/**
 * The final answer that an answer states as such, as it is written, for programs to check: the last `\\boxed{…}`, else the
 * one line that follows the last “final answer:” or “answer:”. Null where it states none: a last number may be anything.
 */
export function statedFinalAnswer(answer: string): string | null {
  const box = lastBox(answer)?.trim();
  if (box !== undefined && box !== '') return box;
  const said = [...answer.matchAll(marker)].at(-1);
  if (said === undefined) return null;
  const conclusion = answer
    .slice(said.index + said[0].length)
    .trim()
    .replace(/[*_]+$/, '')
    .replace(/(?<=[^.])\.$/, '')
    .trim();
  return conclusion === '' || conclusion.includes('\n') || conclusion.length > maxStatedLength ? null : conclusion;
}

/**
 * The final answer that goes with an answer once its text was edited and nothing was said of the final answer. The one that the
 * answer stated follows what it states now; one in words of somebody's own stays while the answer comes to what it did. Where
 * the new text comes to something else and states nothing, there is none: a program should rather check nothing than reward what is wrong.
 */
export function finalAnswerAfter(final: string | undefined, before: string, after: string): string | undefined {
  if (after === before) return final;
  const was = statedFinalAnswer(before);
  const is = statedFinalAnswer(after);
  if (final === undefined) return was === null ? (is ?? undefined) : undefined;
  return is === null ? unlessGone(final, before, after) : restated(final, was, is);
}

function restated(final: string, was: string | null, is: string): string {
  if (final === was) return is;
  const isAsBefore = was !== null && plain(was) === plain(is);
  const agrees = final === comparable(is) || plain(final) === plain(is);
  if (isAsBefore || agrees) return final;
  return was !== null && final === comparable(was) ? comparable(is) : is;
}

function unlessGone(final: string, before: string, after: string): string | undefined {
  const was = outcome(before);
  const is = outcome(after);
  if (final === is) return final;
  const isOtherResult = comparable(final) === was && is !== was;
  return isOtherResult || (tells(before, final) && !tells(after, final)) ? undefined : final;
}

function outcome(answer: string): string {
  const stated = statedFinalAnswer(answer);
  return stated === null ? finalAnswer(answer) : comparable(stated);
}

/** True for a text in which the words and numbers of another stand, one after the other. */
const tells = (text: string, sought: string): boolean => inWords(text).includes(inWords(sought));

const inWords = (text: string): string => ` ${(normalisedText(text).match(/[\p{L}\p{M}]+|\d+(?:[.,]\d+)*/gu) ?? []).join(' ')} `;

export interface Majority {
  /** The first of those that most agree on; of several such, the earliest. */
  readonly winner: number;
  /** The share of all that agree with it. */
  readonly voteShare: number;
}

/**
 * Final answer that most of several give. Those that come to nothing agree with no other.
 * @throws RangeError for none.
 */
export function majority(finals: readonly string[]): Majority {
  if (finals.length === 0) throw new RangeError('there is no majority of no answers');
  const counts = new Map<string, number>();
  for (const final of finals) if (final !== '') counts.set(final, (counts.get(final) ?? 0) + 1);
  const most = [...counts.values()].reduce((highest, count) => Math.max(highest, count), 1);
  const winner = finals.findIndex((final) => counts.get(final) === most);
  return { winner: Math.max(0, winner), voteShare: most / finals.length };
}

/** The content of the last `\boxed{…}` that is closed, whatever braces stand in it. */
function lastBox(text: string): string | null {
  for (const { index, 0: mark } of [...text.matchAll(boxed)].reverse()) {
    const from = index + mark.length;
    const end = closingBrace(text, from);
    if (end >= 0) return text.slice(from, end);
  }
  return null;
}

/** What a final answer that stands alone comes to. */
const comparable = (final: string): string => boxedNumber(final) ?? plain(final);

const maxBoxLength = 2000;

function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < Math.min(text.length, from + maxBoxLength); at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open++;
    else if (text[at] === '}' && --open === 0) return at;
  }
  return -1;
}

/** The number of `x = 12\,\mathrm{m/s^2}`; null where more than a unit goes with it. */
function boxedNumber(content: string): string | null {
  const right = content.split(/=|\\approx|\\simeq|≈/).at(-1)!;
  const text = right.replace(fraction, '$1/$2').trim();
  const [first] = text.replace(/^(?:\\[,;! ]|[$~\s])+/, '').matchAll(number);
  if (first?.index !== 0) return null;
  const behind = text.replace(/^(?:\\[,;! ]|[$~\s])+/, '').slice(first[0].length);
  const unit = behind
    .replace(typeset, ' $1')
    .replace(looks, ' ')
    .replace(/\\(?:circ|degree|cdot|%|mu|Omega)(?![a-zA-Z])/g, '');
  const isFactor = /^[a-z](?![a-z%°])/i.test(behind);
  return isFactor || unit.length > 60 || !/^[\p{L}\s%°·*/^{}().\d′″−-]*$/u.test(unit) ? null : valueOf(first);
}

const signed = (text: string): number => Number(text.replace('−', '-'));

function valueOf([whole, minus, token, e, timesTen, power, denominator]: RegExpMatchArray): string {
  let value = plainNumber(token!);
  if (e !== undefined || timesTen !== undefined) value *= 10 ** signed((e ?? timesTen)!);
  if (power !== undefined) value **= signed(power);
  if (denominator !== undefined) value /= Number(denominator);
  if (!Number.isFinite(value)) return plain(whole);
  // Twelve digits: more than any answer gives, fewer than arithmetic in binary spoils.
  return String(Number((minus === undefined ? value : -value).toPrecision(12)));
}

/** Reads `1,234.5`, `1.234,5`, `1{,}234` and `3,5`. */
function plainNumber(token: string): number {
  const bare = token.replace(/[{}\\]/g, (mark) => (mark === '\\' ? '\u00a0' : '')).replace(/\u00a0,|[\u00a0\u2009\u202f]/g, '');
  const comma = bare.lastIndexOf(',');
  const point = bare.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return Number(comma > point ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', ''));
  if (comma >= 0)
    return Number(/^\d{1,3}(?:,\d{3})+$/.test(bare) || comma !== bare.indexOf(',') ? bare.replaceAll(',', '') : bare.replace(',', '.'));
  return Number(point !== bare.indexOf('.') ? bare.replaceAll('.', '') : bare);
}

const plain = (text: string): string =>
  text
    .slice(0, maxBoxLength)
    .normalize('NFKC')
    .replace(typeset, '$1')
    .replace(looks, ' ')
    .toLowerCase()
    .replace(/[*_`"“”]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;:!?]+/, '')
    .replace(/[\s.,;:!?]{1,20}$/, '');
