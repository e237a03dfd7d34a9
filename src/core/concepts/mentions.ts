import type { Span } from '../corpus/passage.ts';
import { conceptKey, wordKey } from './normalise.ts';

export interface Mention extends Span {
  readonly concept: string;
}

interface MentionWord extends Span {
  readonly key: string;
}

const word = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

/** A name as the words it is found by. */
interface Name {
  readonly id: string;
  readonly words: readonly string[];
}

interface Named {
  readonly id: string;
  readonly label: string;
}

/** Finds the places where a text names the given concepts. */
export function findMentions(text: string, concepts: Iterable<Named>): Mention[] {
  return mentionFinder(concepts)(text);
}

/**
 * Finds where texts name the given concepts: word by word, whatever the case, the last word in singular or plural, the
 * longest name first. Linear in each text; spans do not overlap.
 */
export function mentionFinder(concepts: Iterable<Named>): (text: string) => Mention[] {
  const names = new Map<string, Name[]>();
  for (const { id, label } of concepts) {
    for (const words of new Set([id.slice(2), conceptKey(label)])) {
      const keys = wordsOf(words).map(({ key }) => key);
      if (keys.length > 0) names.set(keys[0]!, [...(names.get(keys[0]!) ?? []), { id, words: keys }]);
    }
  }
  for (const candidates of names.values()) candidates.sort((a, b) => b.words.length - a.words.length || (a.id < b.id ? -1 : 1));
  return (text) => mentionsIn(wordsOf(text), names);
}

function mentionsIn(words: readonly MentionWord[], names: ReadonlyMap<string, readonly Name[]>): Mention[] {
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length; at++) {
    const hit = names.get(words[at]!.key)?.find((name) => name.words.every((key, offset) => words[at + offset]?.key === key));
    if (hit === undefined) continue;
    const last = at + hit.words.length - 1;
    mentions.push({ concept: hit.id, start: words[at]!.start, end: words[last]!.end });
    at = last;
  }
  return mentions;
}

function wordsOf(text: string): MentionWord[] {
  return [...text.matchAll(word)].map((match) => ({
    key: wordKey(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
