import * as z from 'zod';
import { readJson } from '../json.ts';
import { isJsonObject, lineUnder, plainKey, shortLine, under, unwrapped } from '../loose-keys.ts';
import { saysSomething } from '../lines.ts';
import { readNumbers } from '../numbers.ts';
import { ReplyError } from '../reply-error.ts';

const longest = { name: 80, reason: 400 };
/** A name that a reply did not give is the beginning of its reason. */
const maxNameWords = 6;
/** Share of the samples that a reply may forget. */
const forgotten = 1 / 3;

const memberKeys = [
  /^(?:the )?(?:samples?|members?|items?)$/,
  /^(?:samples?|members?|items?|text) (?:numbers?|nos?|indices|indexes|index|ids?|list)$/,
  /^(?:indices|indexes|index|numbers|ids|elements?|texts?|data points?)$/,
] as const;
const nameKeys = [/^(?:(?:cluster|group) )?(?:name|title|label|theme|topic)$/, /^(?:cluster|group|category|kind)$/] as const;
const reasonKeys = [/^(?:reasons?|reasoning|why|rationale|justification|explanation)\b/, /^(?:description|common|summary)\b/] as const;
const listKeys = /^(?:the )?(?:clusters?|groups?|clustering|result|output)$/;
/** `cluster 3`, `Group #2`: a number and no name. */
const numberedOnly = /^(?:cluster|group)?\s{0,4}[#№]?\s{0,4}\d{1,3}$/i;

/** A text that begins as a list of samples does. */
const ofNumbers = /^\W{0,4}(?:(?:samples?|numbers?|nos?)\b|\d)/i;

interface WrittenGroup {
  readonly name: string;
  readonly reason: string;
  readonly numbers: readonly number[];
}

/** A group of a round, by the places of its samples from 0. */
interface ParsedGroup {
  /** Few words; '' where the reply gave neither name nor reason. */
  readonly name: string;
  readonly reason: string;
  readonly members: readonly number[];
}

/** Groups of a reply, in which each sample is once, and what had to be mended for that. */
export interface ParsedGroups {
  readonly groups: readonly ParsedGroup[];
  /** Numbers of samples that there are not, which are passed over. */
  readonly unknown: number;
  /** Samples in a second group, which stay in the first. */
  readonly repeated: number;
  /** Samples in no group, each of which is one by itself. */
  readonly unplaced: number;
}

/**
 * Reads the reply of `cluster`. Lenient: lists of objects or of lists, groups by name or number, numbers as texts, `Sample 3`,
 * ranges, keys with spaces, prose around; all numbers less by one where a reply counts from 0 throughout.
 * @param size number of samples
 * @throws ReplyError when there is no group, or more than a third of the samples are in none
 */
export function parseGroups(reply: string, size: number): ParsedGroups {
  const some = z.custom<object>((value) => groupsIn(value).some(({ numbers }) => numbers.length > 0), 'no group with numbers of samples');
  const written = groupsIn(readJson(reply, some, 'list of groups'));
  const settled = settle(written, size);
  if (settled.unplaced > size * forgotten) {
    throw new ReplyError(`group for ${settled.unplaced} of the ${size} samples: each sample has to be in one`, reply);
  }
  return settled;
}

function groupsIn(value: unknown): WrittenGroup[] {
  const list = unwrapped(value, listKeys);
  // Bare numbers are a list of samples, and no list of groups.
  if (Array.isArray(list)) return list.flatMap((entry: unknown) => (typeof entry === 'number' ? [] : groupOf(entry, '')));
  if (!isJsonObject(list)) return [];
  const one = groupOf(list, '');
  if (one.length > 0 && under(list, ...memberKeys) !== undefined) return one;
  return Object.entries(list).flatMap(([key, entry]) => groupOf(entry, key));
}

/** @param key under which it stands: its name, where it has no other */
function groupOf(entry: unknown, key: string): WrittenGroup[] {
  if (!isJsonObject(entry)) {
    // Groups under a key of the model's own are not one group.
    if (Array.isArray(entry) && entry.some((each) => typeof each === 'object')) return [];
    const numbers = typeof entry === 'string' && !ofNumbers.test(entry) ? [] : readNumbers(entry);
    return numbers.length === 0 ? [] : [{ name: nameOf(key, ''), reason: '', numbers }];
  }
  const numbers = readNumbers(under(entry, ...memberKeys));
  if (numbers.length === 0) return [];
  const reason = lineUnder(entry, longest.reason, ...reasonKeys);
  return [{ name: nameOf(lineUnder(entry, longest.name, ...nameKeys), nameOf(key, reason)), reason, numbers }];
}

function nameOf(text: string, otherwise: string): string {
  const line = shortLine(text.slice(0, 4 * longest.name).replace(/^[\s"'“*_#]+|["'”*_:.\s]+$/g, ''), longest.name);
  if (saysSomething(line) && !numberedOnly.test(plainKey(line))) return line;
  return otherwise.split(' ').slice(0, maxNameWords).join(' ');
}

/** Puts each sample into one group. */
function settle(written: readonly WrittenGroup[], size: number): ParsedGroups {
  const all = new Set(written.flatMap(({ numbers }) => numbers));
  const first = Array.from({ length: size }, (_, at) => at).every((at) => all.has(at)) && !all.has(size) ? 0 : 1;
  const placed = new Set<number>();
  const counts = { unknown: 0, repeated: 0 };
  const groups = written.flatMap(({ name, reason, numbers }) => {
    const members = [...new Set(numbers)].flatMap((number) => {
      const at = number - first;
      if (at < 0 || at >= size) counts.unknown++;
      else if (placed.has(at)) counts.repeated++;
      else {
        placed.add(at);
        return [at];
      }
      return [];
    });
    return members.length === 0 ? [] : [{ name, reason, members }];
  });
  const alone = Array.from({ length: size }, (_, at) => at).filter((at) => !placed.has(at));
  return {
    groups: [...groups, ...alone.map((at) => ({ name: '', reason: '', members: [at] }))],
    ...counts,
    unplaced: alone.length,
  };
}
