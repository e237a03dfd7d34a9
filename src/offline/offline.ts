/**
 * The entry to this module: what the engine asks of the offline model. It brings the tagger with it, 3.5 MB, and is
 * therefore imported when first needed, by `src/engine/models/builtin.ts` alone.
 */
import type { Extraction } from '../core/concepts/extraction.ts';
import { formatAnswer } from '../core/methods/answer/parse.ts';
import { formatExtraction } from '../core/methods/extract/format.ts';
import { formatLevel1 } from '../core/methods/level1/parse.ts';
import { formatQuestions, unsuitable } from '../core/methods/questions.ts';
import type { Origin } from '../core/prompts/origin.ts';
import { extractAnswer } from './answers.ts';
import { isForeign } from './english.ts';
import { extractConcepts } from './extract.ts';
import { type GeneratedQuestion, generateQuestions } from './questions.ts';
import { type CorpusStatistics, createCorpusStatistics, type PassageText } from './statistics.ts';

/** Error for a request that is beyond the offline model; the message ends the sentence that its name begins. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

interface OfflinePassage {
  readonly headings: readonly string[];
  readonly text: string;
}

/**
 * Replies in the format that the method asks for. Deterministic.
 * @throws OfflineError when the method needs a language model, or the passage is in another language than English.
 */
export async function replyTo(origin: Origin, seed: number, statistics: () => Promise<CorpusStatistics>): Promise<string> {
  if ('passage' in origin) return formatExtraction(conceptsOf(origin.passage, await statistics()));
  if ('question' in origin) {
    const extracted = extractAnswer(origin);
    return extracted === null ? '' : formatAnswer(extracted.answer, extracted.evidence);
  }
  if ('concepts' in origin && origin.method in questionFormats) {
    const form = origin.method === 'level1' ? 'single' : 'combined';
    const questions = generateQuestions(origin, { count: origin.questions, seed, avoid: origin.avoid, form });
    return questions.length === 0 ? unsuitable : questionFormats[origin.method]!(questions);
  }
  throw new OfflineError(`is no language model and cannot serve ${origin.method}; choose another model for it`);
}

/** Statistics that the key-phrase extraction goes by. */
export function statisticsOf(passages: Iterable<OfflinePassage>): CorpusStatistics {
  const statistics = createCorpusStatistics();
  for (const passage of passages) statistics.add(countable(passage));
  return statistics;
}

function conceptsOf(passage: OfflinePassage, statistics: CorpusStatistics): Extraction {
  const found = extractConcepts(countable(passage), statistics);
  if (found.topics.length > 0 || !isForeign(passage.text)) return found;
  throw new OfflineError('reads English only; choose another model for text in other languages');
}

/** Format in which each method has its questions written. */
const questionFormats: Readonly<Record<string, (questions: readonly GeneratedQuestion[]) => string>> = {
  // Questions are all of its own making; of levels it knows nothing.
  level1: (questions) => formatLevel1(questions.map(({ question }) => ({ question, original: false, level: 'other' }))),
  level2: formatQuestions,
  level3: formatQuestions,
};

/** A passage as the key-phrase extraction takes it. A file's name stands in for a missing title elsewhere, but names no topic. */
export const countable = ({ headings, text }: OfflinePassage): PassageText => ({ title: headings[0] ?? '', headings, text });
