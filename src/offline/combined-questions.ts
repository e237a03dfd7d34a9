/** Questions that combine what two sentences say of concepts that belong together. */
import type { ConceptMatcher } from './matcher.ts';
import { contentWords, isNear } from './near-questions.ts';
import { labelsIn, type RankedQuestion } from './ranked-question.ts';
import type { Sentence } from './word.ts';

const maxPartWords = 17;
/** Pairs are formed of the best single questions only: their number is quadratic. */
const maxPaired = 60;
/** Worth of the question what tells two things apart: understanding before naming. */
const differenceWorth = 3.5;

/** Combinations of the best questions about single sentences of the references. */
export function combinedQuestions(
  single: readonly RankedQuestion[],
  texts: readonly (readonly Sentence[])[],
  matcher: ConceptMatcher,
): RankedQuestion[] {
  const best = single.toSorted((left, right) => right.score - left.score).slice(0, maxPaired);
  return [...pairs(best, togetherIn(texts, matcher)), ...differences(best)];
}

/** Closeness in which the references bring two concepts together: pairs `a\nb` (a < b) within a sentence, and within a text. */
interface Together {
  readonly inSentence: ReadonlySet<string>;
  readonly inText: ReadonlySet<string>;
}

function togetherIn(texts: readonly (readonly Sentence[])[], matcher: ConceptMatcher): Together {
  const inSentence = texts.flat().flatMap(({ words }) => pairsOf(labelsIn(words, matcher)));
  const inText = texts.flatMap((sentences) => pairsOf([...new Set(sentences.flatMap(({ words }) => labelsIn(words, matcher)))]));
  return { inSentence: new Set(inSentence), inText: new Set(inText) };
}

function pairsOf(labels: readonly string[]): string[] {
  const sorted = labels.toSorted();
  return sorted.flatMap((label, index) => sorted.slice(index + 1).map((other) => `${label}\n${other}`));
}

function holdsAny(pairs: ReadonlySet<string>, left: readonly string[], right: readonly string[]): boolean {
  return left.some((label) => right.some((other) => pairs.has(label < other ? `${label}\n${other}` : `${other}\n${label}`)));
}

/**
 * Two questions about one concept, or about two that the references themselves bring together, asked in one breath; the
 * more telling when two references answer them.
 */
function pairs(single: readonly RankedQuestion[], together: Together): RankedQuestion[] {
  const parts = single.filter(
    ({ wording, named, kind }) =>
      named.length > 0 &&
      kind !== 'state' &&
      kind !== 'connection' &&
      wording.split(' ').length <= maxPartWords &&
      !wording.includes(', and '),
  );
  const found: RankedQuestion[] = [];
  for (const first of parts) {
    for (const second of parts) {
      if (first === second || (first.kind === second.kind && rank(first.kind) > 0) || first.said === second.said) continue;
      if (rank(first.kind) > rank(second.kind) || isNear(contentWords(first.wording), contentWords(second.wording))) continue;
      const shared = first.named.some((label) => second.named.includes(label));
      const named = [...new Set([...first.named, ...second.named])];
      // The closer the references bring the two together, the better they go into one question.
      const isClose = shared || holdsAny(together.inSentence, first.named, second.named);
      if (!isClose && !holdsAny(together.inText, first.named, second.named)) continue;
      if (named.length < 2 || named.length > 3) continue;
      const isAcross = first.sources[0]!.split(':')[0] !== second.sources[0]!.split(':')[0];
      found.push({
        kind: `${first.kind}, ${second.kind}`,
        wording: `${first.wording}, and ${second.wording}`,
        named,
        behind: [...first.behind, ...second.behind],
        sources: [...first.sources, ...second.sources],
        said: `${first.said} ${second.said}`,
        isShort: false,
        score: (first.score + second.score) / 2 + (isAcross ? 1.5 : 0) + (shared ? 0.5 : isClose ? -1 : -2.5),
      });
    }
  }
  return found;
}

/** Two definitions whose terms share a word: what tells the two apart? */
function differences(single: readonly RankedQuestion[]): RankedQuestion[] {
  const defined = single.filter(({ kind, named }) => kind === 'what' && named.length === 1);
  const found: RankedQuestion[] = [];
  for (const [index, first] of defined.entries()) {
    for (const second of defined.slice(index + 1)) {
      const named = [first.named[0]!, second.named[0]!];
      const terms = [first, second].map(({ wording }) => wording.replace(/^what (?:is|are) (?:an? |the )?/, ''));
      if (named[0] === named[1] || !shareWord(terms[0]!, terms[1]!) || terms.some((term) => term.split(' ').length > 4)) continue;
      found.push({
        kind: 'difference',
        wording: `what is meant by ${terms[0]!} and by ${terms[1]!}, and how do the two differ`,
        named,
        behind: [],
        sources: [...first.sources, ...second.sources],
        said: `${first.said} ${second.said}`,
        isShort: false,
        score: differenceWorth + 2,
      });
    }
  }
  return found;
}

function shareWord(left: string, right: string): boolean {
  const words = new Set(left.toLowerCase().split(/[ -]/));
  return right.toLowerCase().split(/[ -]/).some((word) => word.length > 3 && words.has(word)); // prettier-ignore
}

/** Puts what a thing is before what it does. */
function rank(kind: string): number {
  return ['what', 'kind', 'term', 'name', 'definition', 'equation'].includes(kind) ? 0 : 1;
}
