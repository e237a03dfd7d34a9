import { setImmediate } from 'node:timers/promises';
import { countTokens } from '../../core/corpus/tokens.ts';
import type { Extraction } from '../../core/concepts/extraction.ts';
import { draftAnswer } from '../../core/extractive/answers.ts';
import { isForeign } from '../../core/extractive/english.ts';
import { extractConcepts } from '../../core/extractive/extract.ts';
import { type DraftedQuestion, draftQuestions } from '../../core/extractive/questions.ts';
import type { CorpusStatistics } from '../../core/extractive/statistics.ts';
import { formatAnswer } from '../../core/methods/answer/parse.ts';
import { formatExtraction } from '../../core/methods/extract/format.ts';
import { formatLevel1 } from '../../core/methods/level1/parse.ts';
import { formatQuestions, unsuitable } from '../../core/methods/questions.ts';
import type { ChatModel, ChatRequest } from './chat-model.ts';
import { ModelError } from './model-error.ts';

export const builtinModelId = 'builtin/extractive';

/**
 * The offline model: no network, no key, no language model. It finds key phrases and drafts questions from sentences
 * that are there, and replies in the formats the methods ask for, so that everything behind it runs as with any model.
 */
export function createBuiltinModel(statistics: () => CorpusStatistics): ChatModel {
  return {
    id: builtinModelId,
    async chat(request, signal) {
      // Its work is synchronous: without a turn of the event loop, no cancellation would ever arrive.
      await setImmediate();
      signal.throwIfAborted();
      const text = reply(request, statistics);
      const promptTokens = request.messages.reduce((sum, message) => sum + countTokens(message.content), 0);
      return { text, usage: { promptTokens, completionTokens: countTokens(text), estimated: true } };
    },
  };
}

function reply({ origin, seed }: ChatRequest, statistics: () => CorpusStatistics): string {
  if ('passage' in origin) return formatExtraction(conceptsOf(origin.passage, statistics()));
  if ('question' in origin) {
    const drafted = draftAnswer(origin);
    return drafted === null ? '' : formatAnswer(drafted.answer, drafted.evidence);
  }
  if ('concepts' in origin && origin.method in questionFormats) {
    const drafts = draftQuestions(origin, { count: origin.questions, seed, avoid: origin.avoid });
    return drafts.length === 0 ? unsuitable : questionFormats[origin.method]!(drafts);
  }
  throw new ModelError(
    'bad-request',
    `${builtinModelId} is no language model and cannot serve ${origin.method}; choose another model for it`,
  );
}

function conceptsOf(passage: Parameters<typeof countable>[0], statistics: CorpusStatistics): Extraction {
  const found = extractConcepts(countable(passage), statistics);
  if (found.topics.length > 0 || !isForeign(passage.text)) return found;
  throw new ModelError('bad-request', `${builtinModelId} reads English only; choose another model for text in other languages`);
}

/** How each method has its questions written. */
const questionFormats: Readonly<Record<string, (drafts: readonly DraftedQuestion[]) => string>> = {
  // What it asks, it made itself; of levels it knows nothing.
  level1: (drafts) => formatLevel1(drafts.map(({ question }) => ({ question, original: false, level: 'other' }))),
  level2: formatQuestions,
  level3: formatQuestions,
};

/** A passage as the key-phrase extraction takes it. A file's name stands in for a missing title elsewhere, but names no topic. */
export function countable({ headings, text }: { readonly headings: readonly string[]; readonly text: string }) {
  return { title: headings[0] ?? '', headings, text };
}
