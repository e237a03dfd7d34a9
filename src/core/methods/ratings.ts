import * as z from 'zod';
import { readJson } from './json.ts';
import { oneLine } from '../prompts/fence.ts';
import { saysSomething, unfenced } from './lines.ts';

/** A number with the reason that was given for it. */
export interface Score {
  readonly score: number;
  /** One line; '' where none was given. */
  readonly reason: string;
}

interface FoundScore {
  /** Undefined where there is none, or one on another scale. */
  score?: number;
  reason: string;
}

/** Criteria that are rated, by name: the words, in lower case, that models use for each. */
export type Names = Readonly<Record<string, readonly string[]>>;

const maxReasonLength = 400;
const reasonWords = 'reason|reasoning|justification|explanation|rationale|comment|why';
const scoreKeys = ['score', 'rating', 'value', 'points'];
const nameKeys = ['name', 'criterion', 'dimension', 'aspect', 'category'];
const written =
  /^[ \t>*_#+•`|-]{0,16}(?:(?:score|rating)[ \t*_]{0,4}[:=]?)?[ \t*_`([]{0,8}(\d{1,3}(?:[.,]\d{1,3})?)(?![.,]?\d)[*_`\])]{0,4}(?:[ \t]{0,4}(?:\/|out of|of)[ \t]{0,4}(\d{1,3}))?[*_`)]{0,4}/i;
/** `1-10`: the range of the rubric, repeated in place of a score. */
const range = /^[ \t]{0,4}(?:[-–]|to)[ \t]{0,4}\d{1,3}[ \t)\]]{0,4}$/;
/** A score on a line of its own, below the name. */
const alone =
  /^[ \t>*_#+•`|-]{0,16}(?:(?:score|rating)\b|[ \t*_`([]{0,8}\d{1,3}(?:[.,]\d{1,3})?(?:[ \t]{0,4}\/[ \t]{0,4}\d{1,3})?[ \t*_`)\].]{0,8}$)/i;
const keyOfReason = new RegExp(`^(.{1,40})[ _-](?:${reasonWords})s?$`, 'i');
const beforeReason = new RegExp(`^[\\s|:;,.–—*_-]{0,16}(?:(?:${reasonWords})[ \\t*_]{0,4}[:=][ \\t*_]{0,4})?`, 'i');

/**
 * Reads the score of each name in a reply: from lines (`clarity: 4 - the terms are explained`, rows of a table, a heading with
 * score and reason below) or from JSON of the usual shapes. `most` ends the scale: `4/5` is no score out of 10.
 * @throws ReplyError when the reply is JSON that cannot be read.
 */
export function readScores(reply: string, names: Names, max: number): Readonly<Record<string, FoundScore>> {
  const text = ownLines(unfenced(reply), names);
  const lines = fromLines(text, names, max);
  if (lines.size > 0) return Object.fromEntries(lines);
  if (!/[{[]\s{0,40}["'“{[]/.test(reply)) return inOrder(text, names, max);
  const rated = z.unknown().refine((value) => fromJson(value, names, max).size > 0, 'nothing is rated in it');
  return Object.fromEntries(fromJson(readJson(reply, rated, 'scores'), names, max));
}

/** Puts scores that stand behind one another on lines of their own: `clarity: 4, language: 5`. */
function ownLines(reply: string, names: Names): string {
  const next = new RegExp(`[ \\t,;|/–—-]{1,8}(?=[*_]{0,3}(?:${wordsOf(names)})[*_]{0,3}[ \\t]{0,4}[:=][*_ \\t]{0,4}\\d)`, 'gi');
  const name = wordsOf(names);
  return reply
    .replace(new RegExp(`<(${name})>[ \\t]{0,8}`, 'gi'), '\n$1: ')
    .replace(new RegExp(`</(?:${name})>`, 'gi'), '\n')
    .replace(
      new RegExp(
        `^([^\\w\\n]{0,16}(?:\\d{1,2}[.)][ \\t]{0,4})?[*_]{0,3}(?:${name}))[ \\t]{0,4}\\((\\d{1,3}(?:/\\d{1,3})?)\\)[*_]{0,3}[ \\t]{0,4}[:–—-]`,
        'gim',
      ),
      '$1: $2 -',
    )
    .split('\n')
    .map((line) => line.replace(next, '\n'))
    .join('\n');
}

const unnamed = /^[ \t>*_#+•|-]{0,16}(?:[\p{L}\p{M}][\p{L}\p{M} \t()]{0,40}[*_]{0,4}[ \t]{0,4}[:：=|][ \t*_]{0,8})(?=\d)/u;

/**
 * Scores without the names: as many bare numbers as criteria and nothing else, or as many lines with names in another language. The
 * order is that of the form.
 */
function inOrder(reply: string, names: Names, max: number): Readonly<Record<string, FoundScore>> {
  const criteria = Object.keys(names);
  const bare = /^\s*\d{1,3}(?:[\s,;]{1,4}\d{1,3}){1,19}\.?\s*$/.test(reply) ? reply.match(/\d+/g)! : [];
  const labelled = reply.split(/\r?\n/).filter((line) => unnamed.test(line));
  const parts = bare.length > 0 ? bare : labelled.map((line) => line.replace(unnamed, ''));
  if (parts.length !== criteria.length) return {};
  return Object.fromEntries(criteria.map((name, index) => [name, readPart([parts[index]!], max)]));
}

/** The schema of one score. */
export const scoreSchema = (min: number, max: number) =>
  z.object({ score: z.number().min(min).max(max), reason: z.string() }) satisfies z.ZodType<Score>;

/** The words for the criteria as alternatives, the longest first. */
const wordsOf = (names: Names): string =>
  Object.values(names)
    .flat()
    .toSorted((a, b) => b.length - a.length)
    .map((each) => each.replaceAll(' ', '[ \\t_-]{1,4}'))
    .join('|');

function fromLines(reply: string, names: Names, max: number): Map<string, FoundScore> {
  const label = new RegExp(
    `^[ \\t>*_#+•\`|-]{0,16}(?:\\d{1,2}[.)][ \\t]{0,4})?[*_\`]{0,4}(${wordsOf(names)})[*_\`]{0,4}[ \\t]{0,4}(?:\\([^()]{0,40}\\))?[*_\`]{0,4}[ \\t]{0,8}(?:[:：=|–—-](.*))?$`,
    'i',
  );
  const parts: { name: string; lines: string[] }[] = [];
  for (const line of reply.split(/\r?\n/)) {
    const match = label.exec(line.trimEnd());
    const name = match === null ? null : nameOf(match[1]!, names);
    if (name === null) parts.at(-1)?.lines.push(line);
    else parts.push({ name, lines: [match![2] ?? ''] });
  }
  const found = new Map<string, FoundScore>();
  for (const { name, lines } of parts) if (found.get(name)?.score === undefined) found.set(name, readPart(lines, max));
  return found;
}

/** The first line that has a score, and the reason behind it or on the lines below, up to an empty one. */
function readPart(lines: readonly string[], max: number): FoundScore {
  const at = lines.findIndex((line, index) => (index === 0 || alone.test(line)) && readScore(line, max) !== null);
  const { score, rest } = (at < 0 ? null : readScore(lines[at]!, max)) ?? { rest: '' };
  const reason = asReason(rest) || asReason(untilEmpty(lines.slice(at + 1)));
  return score === undefined ? { reason } : { score, reason };
}

function untilEmpty(lines: readonly string[]): string {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start < 0) return '';
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  return lines.slice(start, end < 0 ? undefined : end).join(' ');
}

function readScore(text: string, max: number): { score?: number; rest: string } | null {
  const match = written.exec(text);
  if (match === null) return null;
  const rest = text.slice(match[0].length);
  if (range.test(rest)) return null;
  return match[2] === undefined || Number(match[2]) === max ? { score: Number(match[1]!.replace(',', '.')), rest } : { rest };
}

function asReason(text: string): string {
  const bare = oneLine(text.slice(0, 2 * maxReasonLength))
    .replace(beforeReason, '')
    .replace(/[\s|]{1,8}$/, '');
  if (!saysSomething(bare)) return '';
  return bare.length > maxReasonLength ? `${bare.slice(0, maxReasonLength - 1)}…` : bare;
}

function fromJson(value: unknown, names: Names, max: number, depth = 0, found = new Map<string, FoundScore>()): Map<string, FoundScore> {
  if (typeof value !== 'object' || value === null || depth > 3) return found;
  const own = Object.entries(value).find(([key, name]) => nameKeys.includes(key.toLowerCase()) && typeof name === 'string')?.[1] as unknown;
  const ownName = typeof own === 'string' ? nameOf(own, names) : null;
  if (ownName !== null) {
    merge(found, ownName, jsonScore(value, max));
    return found;
  }
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const reasonOf = keyOfReason.exec(key)?.[1];
    const name = nameOf(reasonOf ?? key.replace(/[ _-](?:score|rating)$/i, ''), names);
    if (name === null) fromJson(inner, names, max, depth + 1, found);
    else merge(found, name, reasonOf === undefined ? jsonScore(inner, max) : { reason: typeof inner === 'string' ? asReason(inner) : '' });
  }
  return found;
}

function merge(found: Map<string, FoundScore>, name: string, { score, reason }: FoundScore): void {
  const before = found.get(name);
  const known = before?.score ?? score;
  found.set(name, { ...(known !== undefined && { score: known }), reason: before?.reason || reason });
}

/** `4`, `"4/5"`, `"4 - because"`, `{"score": 4, "reason": "because"}`, `[4, "because"]`, or a reason alone. */
function jsonScore(value: unknown, max: number): FoundScore {
  if (typeof value === 'number') return { score: value, reason: '' };
  if (typeof value === 'string') return readScore(value, max) === null ? { reason: asReason(value) } : readPart([value], max);
  if (typeof value !== 'object' || value === null) return { reason: '' };
  const entries = Object.entries(value) as [string, unknown][];
  const isList = Array.isArray(value);
  const score = entries.find(([key, each]) => (isList ? typeof each === 'number' : scoreKeys.includes(key.toLowerCase())))?.[1];
  const reason = entries.find(
    ([key, each]) => typeof each === 'string' && (isList || reasonWords.split('|').includes(key.toLowerCase())),
  )?.[1];
  return { ...jsonScore(typeof score === 'object' ? null : score, max), ...(typeof reason === 'string' && { reason: asReason(reason) }) };
}

function nameOf(text: string, names: Names): string | null {
  const plain = text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return Object.keys(names).find((name) => name === plain || names[name]!.includes(plain)) ?? null;
}
