import type { Extraction } from '../core/concepts/extraction.ts';
import { conceptKey } from '../core/concepts/normalise.ts';
import { rankKeyphrases, selectKeyphrases, type Keyphrase } from './keyphrases.ts';
import { analyse } from './linguistics.ts';
import { readingLevel } from './readability.ts';
import type { CorpusStatistics, PassageText } from './statistics.ts';
import { corpusSubject } from './subject.ts';
import { chooseTopics, type Topic } from './topics.ts';

const minConcepts = 5;
const maxConceptsPerTopic = 20;
/** A passage of this many words is worth one more concept. */
const wordsPerConcept = 25;
/** Below this log-odds a phrase is more likely scenery than a term; it is taken only to reach the fewest. */
const likelyTerm = -1.8;
const hopeless = -4;

/**
 * Level, subject, one to five topics and their key concepts, each concept under the topic it is spoken of with most.
 * Without any topic when the text names nothing (no English prose, numbers only). Deterministic; the statistics should
 * include the passage.
 */
export function extractConcepts(passage: PassageText, statistics: CorpusStatistics): Extraction {
  const sentences = analyse(passage.text);
  const words = sentences.reduce((sum, sentence) => sum + sentence.words.length, 0);
  const size = Math.min(maxConceptsPerTopic * 2, Math.max(minConcepts, Math.round(words / wordsPerConcept)));
  const ranked = rankKeyphrases([passage], statistics)
    .map((phrase) => ({ ...phrase, score: phrase.score + linking(phrase, statistics) }))
    .sort((left, right) => right.score - left.score || (left.key < right.key ? -1 : 1));
  const phrases = distinct(selectKeyphrases(ranked, size + 5)).filter(
    ({ score }, index) => score > likelyTerm || (index < minConcepts + 1 && score > hopeless),
  );
  const topics = chooseTopics(passage, phrases, sentences, Math.min(size, phrases.length), statistics);
  const names = new Set(topics.map(({ key }) => key));
  const concepts = phrases.filter(({ label }) => !names.has(conceptKey(label))).slice(0, size);
  return { level: readingLevel(sentences), subject: corpusSubject(statistics), topics: shareOut(topics, concepts) };
}

/** A concept of several passages links them in the graph; one that nothing else speaks of is a dead end. */
function linking({ key }: Keyphrase, statistics: CorpusStatistics): number {
  return 0.6 * Math.min(1, Math.log2(Math.max(1, statistics.phrase(key).passages)));
}

function distinct(phrases: readonly Keyphrase[]): Keyphrase[] {
  const seen = new Set<string>();
  return phrases.filter(({ label }) => {
    const key = conceptKey(label);
    const isNew = key !== '' && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

type Shares = Map<Topic, Keyphrase[]>;

/** A topic that gathers too little is topped up by those that have plenty, or else gives way to the others. */
function shareOut(topics: readonly Topic[], concepts: readonly Keyphrase[]): Extraction['topics'] {
  let kept = topics;
  for (;;) {
    const shares = assign(kept, concepts);
    for (const topic of kept) topUp(topic, shares);
    const poor = kept.length > 1 ? kept.toReversed().find((topic) => shares.get(topic)!.length < minConcepts) : undefined;
    if (poor === undefined) {
      return kept
        .map((topic) => ({
          name: topic.name,
          concepts: shares
            .get(topic)!
            .slice(0, maxConceptsPerTopic)
            .map(({ label }) => label),
        }))
        .filter((topic) => topic.concepts.length > 0);
    }
    kept = kept.filter((topic) => topic !== poor);
  }
}

function assign(topics: readonly Topic[], concepts: readonly Keyphrase[]): Shares {
  const shares: Shares = new Map(topics.map((topic) => [topic, []]));
  for (const concept of concepts) {
    const [first, ...others] = topics;
    if (first === undefined) continue;
    const best = others.reduce((best, topic) => (togetherness(topic, concept) > togetherness(best, concept) ? topic : best), first);
    shares.get(best)!.push(concept);
  }
  return shares;
}

/** Takes over concepts that are spoken of with this topic too, the closest first, from topics that keep enough. */
function topUp(topic: Topic, shares: Shares): void {
  const own = shares.get(topic)!;
  const wanted = minConcepts - own.length;
  if (wanted <= 0) return;
  const offers = [...shares]
    .flatMap(([other, concepts]) =>
      other === topic ? [] : concepts.map((concept) => ({ other, concept, closeness: togetherness(topic, concept) })),
    )
    .filter(({ closeness }) => closeness > 0)
    .sort((left, right) => right.closeness - left.closeness || right.concept.score - left.concept.score);
  const taken = offers.filter(({ other }) => shares.get(other)!.length > minConcepts).slice(0, wanted);
  for (const { other, concept } of taken) {
    const share = shares.get(other)!;
    if (share.length <= minConcepts) continue;
    shares.set(
      other,
      share.filter((member) => member !== concept),
    );
    own.push(concept);
  }
}

/** Sentences that hold both count once, neighbouring ones a third; the more a topic is everywhere, the less that tells. */
function togetherness(topic: Topic, concept: Keyphrase): number {
  let sum = 0;
  for (const sentence of concept.sentences) {
    if (topic.sentences.has(sentence)) sum += 1;
    else if (topic.sentences.has(sentence - 1) || topic.sentences.has(sentence + 1)) sum += 1 / 3;
  }
  return sum / Math.sqrt(1 + topic.sentences.size);
}
