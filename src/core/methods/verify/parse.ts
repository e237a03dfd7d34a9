import * as z from 'zod';
import { readJson } from '../json.ts';
import { isJsonObject, lineUnder, plainKey, under, unwrapped } from '../loose-keys.ts';
import { readNumbers } from '../numbers.ts';
import { ReplyError } from '../reply-error.ts';

const maxReasonLength = 400;

const listKeys = /^(?:the )?(?:validations?|verification|verdicts?|clusters?|groups?|results?|output)$/;
const numberKeys = /^(?:(?:cluster|group)(?: (?:number|no|id|index))?|number|index|id)$/;
const verdictKeys = /^(?:(?:is )?valid(?:ity|ation)?|verdict|score|label|result|value)$/;
const reasonKeys = /^(?:reasons?|reasoning|why|rationale|justification|explanation|comment)\b/;
const [yes, no] = [/^(?:1(?:\.0)?|true|yes|valid)\b/i, /^(?:0(?:\.0)?|false|no|not valid|invalid)\b/i];

/** What was said of one group. */
export interface Verdict {
  readonly valid: boolean;
  readonly reason: string;
}

interface WrittenVerdict extends Verdict {
  /** The group's number from 1; null where its place tells. */
  readonly group: number | null;
}

/**
 * Reads the reply of `verify`. Lenient: the list with or without `validation` around, objects, bare numbers, verdicts by the
 * numbers of groups, keys with spaces, `"1"`, `true`, `valid`. Verdicts on groups that there are not are passed over; of two on
 * one group the first counts.
 * @param groups number of groups that were shown
 * @returns a verdict for each, in their order
 * @throws ReplyError when one of them has none
 */
export function parseVerdicts(reply: string, groups: number): Verdict[] {
  const some = z.custom<object>((value) => verdictsIn(value).length > 0, 'no group is said to be valid or not');
  const written = verdictsIn(readJson(reply, some, 'verdict on each group'));
  return Array.from({ length: groups }, (_, at) => {
    const found = written.find(({ group }, place) => (group ?? place + 1) === at + 1);
    if (found === undefined) throw new ReplyError(`verdict on group ${at + 1}: 1 if it is valid and 0 if not`, reply);
    return { valid: found.valid, reason: found.reason };
  });
}

function verdictsIn(value: unknown): WrittenVerdict[] {
  const list = unwrapped(value, listKeys);
  if (Array.isArray(list)) return list.flatMap((entry: unknown) => verdictOf(entry, null));
  if (!isJsonObject(list)) return [];
  const one = verdictOf(list, null);
  if (one.length > 0) return one;
  return Object.entries(list).flatMap(([key, entry]) => verdictOf(entry, readNumbers(plainKey(key))[0] ?? null));
}

/** @param key number of the group by the key that it stands under */
function verdictOf(entry: unknown, key: number | null): WrittenVerdict[] {
  if (!isJsonObject(entry)) {
    const valid = asVerdict(entry);
    return valid === null ? [] : [{ group: key, valid, reason: '' }];
  }
  const valid = asVerdict(under(entry, verdictKeys));
  if (valid === null) return [];
  const group = readNumbers(under(entry, numberKeys))[0] ?? key;
  return [{ group, valid, reason: lineUnder(entry, maxReasonLength, reasonKeys) }];
}

function asVerdict(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const text = String(value).trim();
  return yes.test(text) ? true : no.test(text) ? false : null;
}
