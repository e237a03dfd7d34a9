import { setImmediate } from 'node:timers/promises';
import type { CorpusStatistics } from '../../offline/statistics.ts';
import { loadTokenizer } from '../tokenizer.ts';
import type { ChatModel, ChatRequest } from './chat-model.ts';
import { ModelError } from './model-error.ts';

export const builtinModelId = 'builtin/extractive';

/**
 * The offline model: no network, no key, no language model. It finds key phrases and makes questions from sentences
 * that are there, and replies in the formats the methods ask for, so that everything behind it runs as with any model.
 */
export function createBuiltinModel(statistics: () => Promise<CorpusStatistics>): ChatModel {
  return {
    id: builtinModelId,
    async chat(request, signal) {
      // Its work is synchronous: without a turn of the event loop, no cancellation would ever arrive.
      await setImmediate();
      signal.throwIfAborted();
      const text = await reply(request, statistics);
      const { countTokens } = await loadTokenizer();
      const promptTokens = request.messages.reduce((sum, message) => sum + countTokens(message.content), 0);
      return { text, usage: { promptTokens, completionTokens: countTokens(text), estimated: true } };
    },
  };
}

export type Offline = Awaited<ReturnType<typeof loadOffline>>;

/** The tagger comes with it, which is as large as everything else: who uses other models never loads it. */
export const loadOffline = () => import('../../offline/offline.ts');

async function reply({ origin, seed }: ChatRequest, statistics: () => Promise<CorpusStatistics>): Promise<string> {
  const { OfflineError, replyTo } = await loadOffline();
  try {
    return await replyTo(origin, seed, statistics);
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error;
    throw new ModelError('bad-request', `${builtinModelId} ${error.message}`);
  }
}
