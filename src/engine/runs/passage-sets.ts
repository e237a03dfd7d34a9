import { RandomStream } from '../../core/graph/random.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import type { GraphState, ReferencedSet } from './concept-sets.ts';

/** Tokens of a passage; one with fewer carries nothing to ask about or to rewrite. */
const minTokens = 30;

export const isUsable = ({ tokens }: Passage): boolean => tokens >= minTokens;

/**
 * The passages as the sources of methods that work on one at a time, each with the topics and key concepts that were
 * found in it: in a shuffle of the seed's, for as many epochs as asked for. Every epoch has the same order, so that a
 * passage comes up again only when all others have, and what was asked of it is known by then.
 */
export function* passageSets(
  { conceptsOf }: Pick<GraphState, 'conceptsOf'>,
  passages: readonly Passage[],
  { seed, epochs }: { readonly seed: number; readonly epochs: number },
): Generator<ReferencedSet, undefined> {
  const ordered = inDrawnOrder(passages, seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [index, passage] of ordered.entries()) {
      const named = conceptsOf(passage);
      const labels = (kind: 'topic' | 'concept') => named.filter((each) => each.kind === kind).map(({ label }) => label);
      const ordinal = epoch * ordered.length + index;
      yield {
        set: { topics: labels('topic'), concepts: labels('concept'), seed, epoch, ordinal },
        references: [{ passage, reference: { file: passage.file, ...passage.span, passage: passage.id, jaccard: 1 } }],
      };
    }
  }
}

/** Each passage draws its place alone, so that one that is added leaves the order of the others as it was. */
function inDrawnOrder(passages: readonly Passage[], seed: number): Passage[] {
  const stream = new RandomStream();
  return passages
    .map((passage) => ({ passage, place: stream.restart(seed, 0, passage.id).uint32() }))
    .sort((a, b) => a.place - b.place || (a.passage.id < b.passage.id ? -1 : 1))
    .map(({ passage }) => passage);
}
