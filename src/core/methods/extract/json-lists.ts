import * as z from 'zod';
import { readJson } from '../json.ts';

/** Topics of a JSON reply with their key concepts, before any of them is looked at. */
interface ListedTopics {
  readonly level: string;
  readonly subject: string;
  readonly topics: readonly { readonly name: string; readonly concepts: readonly string[] }[];
}

const nameKey = /^(?:(?:topic|concept)[ _]?)?(?:name|topic|title|label|concept)$/i;
const conceptsKey = /concepts?$|^kcs?$/i;
const record = z.record(z.string(), z.unknown());

/**
 * Reads topics and key concepts under the keys that models give them: each topic with its concepts, or both in lists of their own.
 * @throws ReplyError when there is no JSON with topics.
 */
export function listsOfJson(reply: string): ListedTopics {
  const found = readJson(
    reply,
    record.refine((fields) => topicsOf(fields).length > 0, 'it has no topics'),
    'list of topics',
  );
  const said = (key: RegExp): string => textOf(under(found, key));
  return { level: said(/level$/i), subject: said(/^subject/i), topics: topicsOf(found) };
}

function topicsOf(fields: Readonly<Record<string, unknown>>): ListedTopics['topics'] {
  const listed = under(fields, /^(?:main[ _]?)?topics?$/i);
  const topics = asList(listed).map((each) => (typeof each === 'object' ? topicOf(each) : { name: textOf(each), concepts: [] }));
  if (topics.some(({ concepts }) => concepts.length > 0)) return topics;
  // Concepts apart from the topics: by topic, or a list for each in their order.
  const apart = under(fields, conceptsKey);
  if (Array.isArray(apart) && apart.length === topics.length && apart.every((each) => Array.isArray(each)))
    return topics.map(({ name }, index) => ({ name, concepts: labels(apart[index]) }));
  const groups = asList(apart).map((each) => (typeof each === 'object' ? topicOf(each) : null));
  if (groups.every((group) => group === null)) return topics.length === 1 ? [{ name: topics[0]!.name, concepts: labels(apart) }] : topics;
  return groups.filter((group) => group !== null).map((group, index) => ({ ...group, name: group.name || (topics[index]?.name ?? '') }));
}

/** `{"name": …, "key_concepts": […]}`, or `{"Weirs": […]}`. */
function topicOf(value: unknown): { name: string; concepts: string[] } {
  const fields = record.safeParse(value).data ?? {};
  const concepts = under(fields, conceptsKey);
  if (concepts !== undefined) return { name: textOf(under(fields, nameKey)), concepts: labels(concepts) };
  const [first] = Object.entries(fields);
  return first === undefined || !Array.isArray(first[1])
    ? { name: textOf(under(fields, nameKey)), concepts: [] }
    : { name: first[0], concepts: labels(first[1]) };
}

/** The items of a list, or of an object by its keys: `{"Weirs": […]}` is `[{"Weirs": […]}]`. */
function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [value];
  return Object.entries(record.safeParse(value).data ?? {}).map(([key, each]) => (Array.isArray(each) ? { [key]: each } : each));
}

/** The names of a list; of one text, what stands between its commas. */
const labels = (value: unknown): string[] => (typeof value === 'string' ? value.split(/[,;，；、]\s*/) : asList(value).map(textOf));

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const name = under(record.safeParse(value).data ?? {}, nameKey);
  return typeof name === 'string' ? name : '';
}

const under = (fields: Readonly<Record<string, unknown>>, key: RegExp): unknown =>
  Object.entries(fields).find(([name]) => key.test(name))?.[1];
