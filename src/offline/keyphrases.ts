import { singular } from '../core/concepts/singular.ts';
import { findMentions, type PhraseMention } from './candidates.ts';
import { cuesOf, type Cue } from './cues.ts';
import { isBackMatter, isPart } from './headings.ts';
import { phraseLabel } from './labels.ts';
import { weakModifiers } from './lexicon.ts';
import { analyse } from './linguistics.ts';
import type { Sentence } from './word.ts';
import type { CorpusStatistics, PassageText } from './statistics.ts';

/** A candidate phrase of a text and how much it looks like one of the text's terms. */
export interface Keyphrase {
  readonly label: string;
  /** Identity among the phrases of one call. */
  readonly key: string;
  /** Log-odds of being a term that the author would mark. */
  readonly score: number;
  readonly mentions: number;
  /** Ordinals of the sentences that hold it, counted over all passages given, ascending. */
  readonly sentences: readonly number[];
}

/** Features measured of a phrase; all about form and distribution, nothing about words of a subject. */
type Feature =
  | 'frequency'
  | 'recurrence'
  | 'whole'
  | 'independence'
  | 'early'
  | 'spread'
  | 'titleWords'
  | 'backMatterOnly'
  | 'weakStart'
  | 'headShare'
  | Cue;

/** Features by name; those that are absent are 0. */
export type Features = Partial<Record<Feature, number>>;

/*
 * Weights of a logistic regression, fitted by test/benchmarks/keyphrases/fit.ts on one half of a textbook's pages against
 * the terms its authors marked, and rounded. The features are those of KEA (Witten et al. 1999: frequency, first position),
 * of Maui (Medelyan 2009: spread, title), of the C-value (nestedness) and of definition extraction (Navigli & Velardi 2010).
 */
const bias = -6.3;
const weights: Readonly<Record<Feature, number>> = {
  frequency: 2.1,
  recurrence: 0.1,
  whole: 2,
  independence: 0.9,
  early: 0.7,
  spread: 1.2,
  titleWords: 1.1,
  backMatterOnly: -1.8,
  weakStart: -0.9,
  headShare: 1,
  named: 2.9,
  defined: 0.5,
  characterised: 2.5,
  announced: 1,
  setOff: 0.4,
  renamed: 1.1,
  symbolised: 0.8,
};

/** A chance neighbourhood of two phrases until it is seen again. */
const linked = / (?:of|in|due to) /;
interface Gathered {
  readonly key: string;
  /** Of the first mention, in lower case, without possessive marks. */
  readonly words: readonly string[];
  readonly spellings: Map<string, number>;
  readonly cues: Set<Cue>;
  readonly sentences: number[];
  mentions: number;
  whole: number;
  inBody: boolean;
}

/**
 * All candidate phrases of the passages (of one document, in its order), best first. The statistics should include the
 * passages. Deterministic: ties are broken by key.
 */
export function rankKeyphrases(passages: readonly PassageText[], statistics: CorpusStatistics): Keyphrase[] {
  return measureKeyphrases(passages, statistics)
    .map(({ phrase, features }) => ({ ...phrase, score: score(features) }))
    .sort((left, right) => right.score - left.score || (left.key < right.key ? -1 : 1));
}

/** The candidates with what is measured of them, in the order of their first mention. */
export function measureKeyphrases(
  passages: readonly PassageText[],
  statistics: CorpusStatistics,
): { phrase: Omit<Keyphrase, 'score'>; features: Features }[] {
  const { phrases, length } = gather(passages);
  const titleWords = new Set(passages.flatMap(({ title }) => wordsOf(title)));
  return phrases
    .filter((phrase) => isPlausible(phrase, statistics))
    .map((phrase) => ({
      phrase: {
        label: phraseLabel(phrase.spellings, statistics),
        key: phrase.key,
        mentions: phrase.mentions,
        sentences: phrase.sentences,
      },
      features: featuresOf(phrase, length, titleWords, statistics),
    }));
}

/**
 * The first `count` phrases that stand on their own: a phrase that hardly occurs outside of a longer one gives way to it
 * (the nestedness of the C-value).
 */
export function selectKeyphrases(ranked: readonly Keyphrase[], count: number): Keyphrase[] {
  const chosen: Keyphrase[] = [];
  for (const phrase of ranked) {
    if (chosen.length === count) break;
    const longer = chosen.some((other) => contains(other.key, phrase.key) && other.mentions >= 0.7 * phrase.mentions);
    if (longer) continue;
    const shorter = chosen.findIndex((other) => contains(phrase.key, other.key) && phrase.mentions >= 0.9 * other.mentions);
    if (shorter === -1) chosen.push(phrase);
    else chosen[shorter] = phrase;
  }
  return chosen;
}

/** False for what the corpus as a whole shows to be no phrase: a slip of the tagger, a chance neighbourhood, a part of the document. */
function isPlausible({ key, words, cues }: Gathered, statistics: CorpusStatistics): boolean {
  if (isPart(key)) return false;
  if (linked.test(key) && cues.size === 0 && statistics.phrase(key).mentions < 2) return false;
  if (words.length < 2) return true;
  if (words.slice(1).some((word) => statistics.isVerb(word))) return false;
  if (!statistics.isVerb(words[0]!)) return true;
  return /(?:ing|ed)$/.test(words[0]!) && (cues.size > 0 || statistics.phrase(key).mentions > 1);
}

function contains(longer: string, shorter: string): boolean {
  return longer.length > shorter.length && ` ${longer} `.includes(` ${shorter} `);
}

function gather(passages: readonly PassageText[]): { phrases: Gathered[]; length: number } {
  const phrases = new Map<string, Gathered>();
  let before = 0;
  for (const { text, headings } of passages) {
    const inBody = !isBackMatter(headings);
    const sentences = analyse(text);
    for (const mention of findMentions(sentences)) {
      const sentence = sentences[mention.sentence]!;
      let phrase = phrases.get(mention.key);
      if (phrase === undefined) phrases.set(mention.key, (phrase = begin(sentence, mention)));
      note(phrase, text, sentence, mention);
      phrase.inBody ||= inBody;
      const ordinal = before + mention.sentence;
      if (phrase.sentences.at(-1) !== ordinal) phrase.sentences.push(ordinal);
    }
    before += sentences.length;
  }
  return { phrases: [...phrases.values()], length: before };
}

function begin(sentence: Sentence, { key, from, to }: PhraseMention): Gathered {
  const words = sentence.words.slice(from, to).map(({ lower }) => lower);
  return {
    key,
    words: words.filter((word) => /\p{L}{2}/u.test(word)),
    spellings: new Map(),
    cues: new Set(),
    sentences: [],
    mentions: 0,
    whole: 0,
    inBody: false,
  };
}

function note(phrase: Gathered, text: string, sentence: Sentence, mention: PhraseMention): void {
  const spelling = text.slice(sentence.words[mention.from]!.start, sentence.words[mention.to - 1]!.end);
  phrase.spellings.set(spelling, (phrase.spellings.get(spelling) ?? 0) + 1);
  phrase.mentions += 1;
  if (mention.isWhole) phrase.whole += 1;
  for (const cue of cuesOf(sentence, mention)) phrase.cues.add(cue);
}

function score(features: Features): number {
  let sum = bias;
  for (const name of Object.keys(weights) as Feature[]) sum += weights[name] * (features[name] ?? 0);
  return sum;
}

function featuresOf(phrase: Gathered, length: number, titleWords: ReadonlySet<string>, statistics: CorpusStatistics): Features {
  const { words, key, mentions, sentences } = phrase;
  const corpus = statistics.phrase(key);
  const last = singular(words.at(-1) ?? key);
  const heads = statistics.phrase(last).mentions;
  const inTitle = words.filter((word) => titleWords.has(singular(word))).length;
  return {
    frequency: Math.log(1 + mentions) * statistics.inverseFrequency(key),
    recurrence: Math.min(3, Math.log2(Math.max(1, corpus.passages))),
    whole: phrase.whole / mentions,
    independence: corpus.whole / Math.max(1, corpus.mentions),
    early: 1 - sentences[0]! / length,
    spread: (sentences.at(-1)! - sentences[0]!) / length,
    titleWords: inTitle / Math.max(1, words.length),
    backMatterOnly: phrase.inBody ? 0 : 1,
    weakStart: weakModifiers.has(words[0] ?? '') ? 1 : 0,
    headShare: words.length > 1 && heads > 2 ? corpus.mentions / Math.max(heads, corpus.mentions) : 0,
    ...Object.fromEntries([...phrase.cues].map((cue) => [cue, 1])),
  };
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{M}]{2,}/gu) ?? []).map(singular);
}
