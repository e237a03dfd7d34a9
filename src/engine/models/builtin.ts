import { setImmediate } from 'node:timers/promises';
import { countTokens } from '../../core/corpus/tokens.ts';
import { draftAnswer } from '../../core/extractive/answers.ts';
import { extractConcepts } from '../../core/extractive/extract.ts';
import { draftQuestions } from '../../core/extractive/questions.ts';
import type { CorpusStatistics } from '../../core/extractive/statistics.ts';
import { formatAnswer } from '../../core/methods/answer/parse.ts';
import { formatExtraction } from '../../core/methods/extract/format.ts';
import { formatQuestions, unsuitable } from '../../core/methods/questions.ts';
import type { ChatModel, ChatRequest } from './chat-model.ts';

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
  switch (origin.method) {
    case 'extract':
      return formatExtraction(extractConcepts(countable(origin), statistics()));
    case 'level3': {
      const drafts = draftQuestions(origin, { count: origin.questions, seed, avoid: origin.avoid });
      return drafts.length === 0 ? unsuitable : formatQuestions(drafts);
    }
    case 'answer': {
      const drafted = draftAnswer(origin);
      return drafted === null ? '' : formatAnswer(drafted.answer, drafted.evidence);
    }
  }
}

/** A passage as the key-phrase extraction takes it. A file's name stands in for a missing title elsewhere, but names no topic. */
export function countable({ headings, text }: { readonly headings: readonly string[]; readonly text: string }) {
  return { title: headings[0] ?? '', headings, text };
}
