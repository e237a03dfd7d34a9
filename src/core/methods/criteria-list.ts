import { conceptKey } from '../concepts/normalise.ts';
import type { GroupingCriterion } from '../quality/cluster-agent/proposals.ts';
import { isJsonObject, lineUnder, plainKey, shortLine } from './loose-keys.ts';
import { saysSomething } from './lines.ts';

const longest = { name: 80, definition: 400 };
/** `1. Length: …`, `**Length** - …`: the name and its definition. */
const named = /^[\s>*_#•-]{0,8}(?:\d{1,2}[.)]\s{0,4})?[*_]{0,2}([^:：–]{2,80}?)[*_]{0,2}\s{0,4}(?:[:：–]|\s-\s)[*_]{0,2}\s{0,4}(\S[^]*)$/u;
const definitionKeys = /^(?:definition|description|meaning|explanation|defined|details?)\b/;
const nameKeys = /^(?:(?:criterion|metric|metadata|meta data)(?: name)?|name|title|label)$/;

/** The criteria of a list as models write it, each name once; those without a name or without a definition are left out. */
export function readCriteria(list: unknown): GroupingCriterion[] {
  const entries: unknown[] = Array.isArray(list) ? list : isJsonObject(list) ? ofObject(list) : [];
  const seen = new Set<string>();
  return entries.flatMap(criterionOf).filter(({ name }) => {
    const key = conceptKey(name);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Definitions by name, or one criterion. */
function ofObject(object: Readonly<Record<string, unknown>>): unknown[] {
  if (Object.keys(object).some((key) => definitionKeys.test(plainKey(key)))) return [object];
  return Object.entries(object).map(([name, value]) =>
    typeof value === 'string' ? { name, definition: value } : isJsonObject(value) ? { name, ...value } : value,
  );
}

function criterionOf(entry: unknown): GroupingCriterion[] {
  if (typeof entry === 'string') {
    const [, name = '', definition = ''] = named.exec(entry.slice(0, 4 * longest.definition)) ?? [];
    return checked(name, definition);
  }
  if (!isJsonObject(entry)) return [];
  const definition = lineUnder(entry, longest.definition, definitionKeys);
  const name = lineUnder(entry, longest.name, nameKeys);
  if (name !== '' && definition !== '') return checked(name, definition);
  // `{"Length": "the number of sentences"}`
  const [only, ...others] = Object.entries(entry);
  if (only === undefined || others.length > 0 || typeof only[1] !== 'string' || nameKeys.test(plainKey(only[0]))) return [];
  return checked(only[0], only[1]);
}

function checked(name: string, definition: string): GroupingCriterion[] {
  const criterion = { name: shortLine(name, longest.name), definition: shortLine(definition, longest.definition) };
  return saysSomething(criterion.name) && saysSomething(criterion.definition) ? [criterion] : [];
}
