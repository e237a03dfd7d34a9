import { cleanLabel, conceptKey } from '../../concepts/normalise.ts';
import type { Extraction } from '../../concepts/extraction.ts';
import type { FormWords } from '../../prompts/form-words.ts';
import { formOf } from '../form.ts';
import { isJson, unescaped, wantedPlace } from '../lines.ts';
import { ReplyError } from '../reply-error.ts';
import { tagged } from '../tags.ts';
import { listsOfJson } from './json-lists.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

/** SynthLLM §3.2 asks for 1–5 topics with 5–20 key concepts; what a model sends beyond that is cut, not refused. */
const limits = { topics: 5, concepts: 20 };
const maxLabelLength = 80;
/** Whatever a line says beyond this, it is no label; it keeps the patterns below from running long. */
const maxLineLength = 400;

const sections = ['level', 'subject', 'topic', 'key_concept'];
const title = /^[*_#\s]*(?:(?:main )?topics|key[ _]concepts?)[*_\s]*:?[*_\s]*$/i;
const topicNumber = /^\s*(\d+)\s*[.):](?!\s*\d)\s*(.*)$/;
const conceptNumber = /^\s*(?:[-*•]\s+)?\d+\s*\.\s*\d+\s*[.):]?\s*(.*)$/;
const bullet = /^\s*(?:[-*•–+]|(?<=\s)[a-t][.)])\s+(.*)$/;

/** Headings that some models write in place of the tags. */
const topicHeading =
  /^[ \t>*_#]{0,16}(?:(?:main[ \t]{1,4})?topics?|themen|thèmes|sujets|temas|argomenti|темы|主题|主題|トピック|주제)[ \t*_]{0,8}[:：][ \t*_]{0,8}$/im;
const conceptHeading =
  /^[ \t>*_#]{0,16}(?:key[ \t_]{1,4}concepts?|schlüssel(?:konzepte|begriffe)|concepts[ \t]{1,4}clés|conceptos[ \t]{1,4}clave|conceitos[ \t]{1,4}-?chave|concetti[ \t]{1,4}chiave|ключевые[ \t]{1,4}понятия|关键概念|關鍵概念|重要概念|キーコンセプト|핵심[ \t]{0,4}개념)[ \t*_]{0,8}[:：][ \t*_]{0,8}$/im;

/** A heading of Markdown has no colon. */
const markedHeading = /^([ \t]{0,4}#{1,6}[ \t]{1,4}(?:(?:main[ \t])?topics?|key[ \t_]concepts?))[ \t]{0,8}$/gim;
/** Concepts behind their topic, on one line: `1. Tides: moon, sea`. */
const inlineList = /^([^:：]{1,80})[:：]\s{1,4}(\S.*[,;，；、].*)$/;
/** What a concept means, behind it. */
const explained = /^((?:[^\s:：]+[ \t]){0,5}[^\s:：]+)[:：][ \t].*$/;

const own = formOf({ template, schema });

/**
 * Reads the reply of `extract`. Lenient: prose around, a missing last tag, headings for tags, bullets or `1)` for numbers, emphasis,
 * CRLF, JSON. What only repeats the form is left out.
 * @throws ReplyError when no topic, or no key concept, is there.
 */
export function parseExtraction(reply: string, form: FormWords = own): Extraction {
  const { level, subject, topics } = isJson(reply) ? listsOfJson(reply) : listsOfText(unescaped(reply));
  const isOwn = (name: string): boolean => name !== '' && !form.has(name);
  const written = topics.map(({ name, concepts }) => ({
    name: label(name),
    concepts: concepts.map((each) => label(each.replace(explained, '$1'))).filter((each) => each !== ''),
  }));
  const named = written.filter(({ name }) => isOwn(name));
  if (named.length === 0 && written.some(({ name }) => form.has(name))) throw repeated('topic', reply);
  if (named.length === 0) throw new ReplyError(`topic ${wantedPlace(reply, 'topic', 'topics')}`, reply);
  const kept = named.map(({ name, concepts }) => ({ name, concepts: distinct(concepts.filter(isOwn)).slice(0, limits.concepts) }));
  const found = distinct(kept.map(({ name }) => name))
    .slice(0, limits.topics)
    .map((name) => kept.find((topic) => topic.name === name)!);
  if (found.every((topic) => topic.concepts.length === 0)) {
    if (named.some(({ concepts }) => concepts.length > 0)) throw repeated('key concept', reply);
    throw new ReplyError(`key concept ${wantedPlace(reply, 'key_concept', 'key_concepts')}`, reply);
  }
  return { level: plain(level, form), subject: plain(subject, form), topics: found };
}

const repeated = (what: string, reply: string): ReplyError => new ReplyError(`${what} of its own: it repeats the words of the form`, reply);

type ExtractionLists = ReturnType<typeof listsOfJson>;

function listsOfText(reply: string): ExtractionLists {
  const section = (name: string) =>
    tagged(
      reply,
      name,
      sections.filter((other) => other !== name),
    );
  const [topicText, conceptText] = /<(?:topic|key_concept)s?>/i.test(reply)
    ? [section('topic'), section('key_concept')]
    : headed(reply.replace(markedHeading, '$1:'));
  const topics = lines(topicText)
    .map((line) => label((topicNumber.exec(line)?.[2] ?? bullet.exec(line)?.[1] ?? '').replace(/:\s*$/, '')))
    .filter((name) => name !== '');
  const groups = conceptGroups(lines(conceptText));
  const byTopic = new Map(groups.map((group) => [conceptKey(group.topic), group.concepts]));
  const names = distinct(topics.length > 0 ? topics : groups.map((group) => group.topic));
  return {
    level: section('level') ?? '',
    subject: section('subject') ?? '',
    topics: names.map((name, index) => ({
      name,
      // Some models name the topic differently, or not at all, in the second list: then the order tells.
      concepts: byTopic.get(conceptKey(name)) ?? groups[index]?.concepts ?? [],
    })),
  };
}

/** The two lists below their headings, where there are no tags. */
function headed(reply: string): [string | undefined, string | undefined] {
  const topics = topicHeading.exec(reply);
  const concepts = conceptHeading.exec(reply);
  if (concepts === null) return [undefined, undefined];
  const listed = topics === null || topics.index > concepts.index ? '' : reply.slice(topics.index + topics[0].length, concepts.index);
  return [listed, reply.slice(concepts.index + concepts[0].length)];
}

interface TopicGroup {
  readonly topic: string;
  readonly concepts: string[];
}

function conceptGroups(list: readonly string[]): TopicGroup[] {
  const groups: TopicGroup[] = [];
  for (const line of list) {
    const concept = conceptNumber.exec(line)?.[1];
    const topic = concept === undefined ? topicNumber.exec(line)?.[2] : undefined;
    const point = concept ?? (topic === undefined ? bullet.exec(line)?.[1] : undefined);
    const indented = /^\s{2,}|^\t/.test(line);
    const inline = point === undefined && !indented ? inlineList.exec(topic ?? line) : null;
    if (inline !== null)
      groups.push({
        topic: label(inline[1]!),
        concepts: inline[2]!
          .split(/[,;，；、]/)
          .map(label)
          .filter((name) => name !== ''),
      });
    else if (topic !== undefined && !(indented && groups.length > 0))
      groups.push({ topic: label(topic.replace(/[:：*\s]+$/, '')), concepts: [] });
    else if (point === undefined && topic === undefined && /:\s*\**\s*$/.test(line)) groups.push({ topic: label(line), concepts: [] });
    else {
      const name = label(point ?? topic ?? '');
      if (name !== '') groups.at(-1)?.concepts.push(name);
    }
  }
  return groups;
}

const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.slice(0, maxLineLength).replace(/^(\s*)\*\*(?=\d)/, '$1'))
    .filter((line) => line.trim() !== '' && !title.test(line));
/** Levels of the rubric, which a form may show as examples. */
const schoolLevel = /school|college|graduate|other/i;

function plain(text: string, form: FormWords): string {
  const said = cleanLabel(text.slice(0, maxLineLength)).slice(0, maxLabelLength);
  return (form.has(said) && !schoolLevel.test(said)) || !/[\p{L}\p{N}]/u.test(said) ? '' : said;
}

/** A word three times in a row, as models write that have lost their way: `gravity_energy_energy_energy`. */
const stammers = /(?<![\p{L}\p{N}])([\p{L}\p{N}]{2,80})(?:[ _-]\1){2}(?![\p{L}\p{N}])/iu;

/** A usable name, or nothing: placeholders, sentences and leftovers of mark-up are no concepts. */
function label(text: string): string {
  const name = cleanLabel(text);
  return name.length > maxLabelLength || /[<>]/.test(name) || !/\p{L}/u.test(name) || stammers.test(name) ? '' : name;
}

function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = conceptKey(name);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
