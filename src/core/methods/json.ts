import type * as z from 'zod';
import { ReplyError } from './reply-error.ts';
import { JsonReader } from './json-reader.ts';

/**
 * The first JSON value of a reply that fits a schema. Lenient: prose and fences around, an object around, and what
 * `JsonReader` puts up with. Linear in the reply's length.
 * @throws ReplyError when there is none: nothing of the kind, one that breaks off, or one that lacks something.
 */
export function readJson<T>(reply: string, schema: z.ZodType<T>, expected: string): T {
  let problem: string | null = null;
  for (const found of values(reply)) {
    if ('broken' in found) {
      problem = found.broken;
      continue;
    }
    for (const candidate of [found.value, ...inside(found.value)]) {
      const parsed = schema.safeParse(candidate);
      if (parsed.success) return parsed.data;
    }
    problem = firstIssue(schema.safeParse(found.value).error) ?? problem;
  }
  throw new ReplyError(problem === null ? expected : `${expected} (${problem})`, reply);
}

/** Begins as JSON does, or has an object in it, whole or not. */
export const mayBeJson = (reply: string): boolean => /^\s*(?:```\w*\s*)?[{[]|\{\s*["'“]/.test(reply);

type FoundValue = { readonly value: unknown } | { readonly broken: string };

/** Braces of formulas before the value are tried in vain; a text with more of them than this is no reply. */
const maxTries = 1000;

/** Objects and lists in a text, in order. What was read in vain is not read again. */
function* values(text: string): Generator<FoundValue> {
  const opening = /[{[]/g;
  for (let tries = 0; tries < maxTries; tries++) {
    const match = opening.exec(text);
    if (match === null) return;
    const reader = new JsonReader(text, match.index);
    const broken = reader.problem;
    yield broken === null ? { value: reader.value } : { broken };
    opening.lastIndex = Math.max(reader.end, match.index + 1);
  }
}

/** Models like to wrap what was asked for: `{"result": {…}}`, `[{…}]`; in few things. */
const inside = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value)
        .slice(0, 10)
        .filter((each) => typeof each === 'object' && each !== null)
    : [];

function firstIssue(error: z.ZodError | undefined): string | null {
  const issue = error?.issues[0];
  if (issue === undefined) return null;
  return issue.path.length === 0 ? issue.message : `${issue.path.map(String).join('.')}: ${issue.message}`;
}
