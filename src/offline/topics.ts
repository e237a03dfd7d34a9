import { conceptKey } from '../core/concepts/normalise.ts';
import { singular } from '../core/concepts/singular.ts';
import { headingSubject, isBackMatter } from './headings.ts';
import type { Keyphrase } from './keyphrases.ts';
import { phraseLabel } from './labels.ts';
import type { Sentence } from './word.ts';
import type { CorpusStatistics, PassageText } from './statistics.ts';

/** A subject of a passage, and where in it it is spoken of. */
export interface Topic {
  readonly name: string;
  readonly key: string;
  /** Ordinals of sentences. */
  readonly sentences: ReadonlySet<number>;
}

const maxTopics = 5;

/**
 * One to five topics: what the headings and the title name, nearest first, then the strongest phrases. `size` is the
 * number of concepts that are to be shared out; a topic is worth having for every six of them.
 */
export function chooseTopics(
  passage: PassageText,
  phrases: readonly Keyphrase[],
  sentences: readonly Sentence[],
  size: number,
  statistics: CorpusStatistics,
): Topic[] {
  const wanted = Math.min(maxTopics, Math.max(1, Math.round(size / 6)));
  const topics: Topic[] = [];
  const add = (topic: Topic): void => {
    if (topics.length < wanted && !topics.some((other) => isSame(other.key, topic.key))) topics.push(topic);
  };
  for (const subject of headingTopics(passage, phrases, statistics)) add({ ...subject, sentences: mentionsOf(subject.key, sentences) });
  const strongest = phrases
    .map((phrase) => ({ phrase, strength: phrase.score + Math.log2(1 + statistics.phrase(phrase.key).passages) / 2 }))
    .sort((left, right) => right.strength - left.strength || (left.phrase.key < right.phrase.key ? -1 : 1));
  for (const { phrase } of strongest) add({ name: phrase.label, key: conceptKey(phrase.label), sentences: new Set(phrase.sentences) });
  return topics;
}

function headingTopics(passage: PassageText, phrases: readonly Keyphrase[], statistics: CorpusStatistics): { name: string; key: string }[] {
  const keys = new Set(phrases.map(({ label }) => conceptKey(label)));
  const headings = isBackMatter(passage.headings) ? passage.headings.slice(0, -1) : passage.headings;
  const found: { name: string; key: string }[] = [];
  for (const heading of [...headings.toReversed(), passage.title]) {
    const subject = headingSubject(heading);
    if (subject === undefined) continue;
    const listed = subject.split(/,\s*(?:and\s+)?/).filter((part) => keys.has(conceptKey(part)));
    for (const part of listed.length > 1 ? listed : [subject]) {
      const name = phraseLabel(new Map([[part, 1]]), statistics);
      const key = conceptKey(name);
      if (key !== '' && !found.some((other) => other.key === key)) found.push({ name, key });
    }
  }
  return found.slice(0, 3);
}

/** Sentences that hold most of the topic's words. */
function mentionsOf(key: string, sentences: readonly Sentence[]): ReadonlySet<number> {
  const wanted = new Set((key.match(/[\p{L}\p{M}-]{3,}/gu) ?? []).map(singular));
  const found = new Set<number>();
  for (const [index, { words }] of sentences.entries()) {
    const present = new Set(words.map(({ lower }) => singular(lower)).filter((word) => wanted.has(word)));
    if (wanted.size > 0 && present.size * 2 >= wanted.size) found.add(index);
  }
  return found;
}

/** Equal, or one says no more than the other with a word added in front or behind. */
function isSame(left: string, right: string): boolean {
  return left === right || ` ${left} `.includes(` ${right} `) || ` ${right} `.includes(` ${left} `);
}
