import { cleanLabel, conceptKey } from '../../concepts/normalise.ts';
import type { Extraction } from '../../concepts/extraction.ts';
import { ReplyError } from '../reply-error.ts';
import { tagged } from '../tags.ts';

/** SynthLLM §3.2 asks for 1–5 topics with 5–20 key concepts; what a model sends beyond that is cut, not refused. */
const limits = { topics: 5, concepts: 20 };
const maxLabelLength = 80;
/** Whatever a line says beyond this, it is no label; it keeps the patterns below from running long. */
const maxLineLength = 400;

const sections = ['level', 'subject', 'topic', 'key_concept'];
const title = /^[*_#\s]*(?:topics|key concepts?)[*_\s]*:?[*_\s]*$/i;
const topicNumber = /^\s*(\d+)\s*[.):](?!\s*\d)\s*(.*)$/;
const conceptNumber = /^\s*\d+\s*\.\s*\d+\s*[.):]?\s*(.*)$/;
const bullet = /^\s*[-*•–+]\s+(.*)$/;

/**
 * Reads the reply of `extract`. Lenient: prose around, a missing last tag, bullets or `1)` for numbers, emphasis, CRLF.
 * @throws ReplyError when no topic, or no key concept, is there.
 */
export function parseExtraction(reply: string): Extraction {
  const section = (name: string) =>
    tagged(
      reply,
      name,
      sections.filter((other) => other !== name),
    );
  const topics = lines(section('topic'))
    .map((line) => label((topicNumber.exec(line)?.[2] ?? bullet.exec(line)?.[1] ?? '').replace(/:\s*$/, '')))
    .filter((name) => name !== '');
  const groups = conceptGroups(lines(section('key_concept')));
  const named = distinct(topics.length > 0 ? topics : groups.map((group) => group.topic)).slice(0, limits.topics);
  if (named.length === 0) throw new ReplyError('topic between <topic> and </topic>', reply);

  const byTopic = new Map(groups.map((group) => [conceptKey(group.topic), group.concepts]));
  const found = named.map((name, index) => ({
    name,
    // Some models name the topic differently, or not at all, in the second list: then the order tells.
    concepts: distinct(byTopic.get(conceptKey(name)) ?? groups[index]?.concepts ?? []).slice(0, limits.concepts),
  }));
  if (found.every((topic) => topic.concepts.length === 0))
    throw new ReplyError('key concept between <key_concept> and </key_concept>', reply);
  return { level: plain(section('level')), subject: plain(section('subject')), topics: found };
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
    if (topic !== undefined && !(indented && groups.length > 0))
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
    .map((line) => line.slice(0, maxLineLength))
    .filter((line) => line.trim() !== '' && !title.test(line));
const plain = (text: string | undefined): string => cleanLabel((text ?? '').slice(0, maxLineLength)).slice(0, maxLabelLength);

/** A usable name, or nothing: placeholders, sentences and leftovers of mark-up are no concepts. */
function label(text: string): string {
  const name = cleanLabel(text);
  return name.length > maxLabelLength || /[<>]/.test(name) || !/\p{L}/u.test(name) ? '' : name;
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
