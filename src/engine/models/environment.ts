import { UsageError } from '../errors.ts';
import { builtinModelId } from './builtin.ts';
import type { ChatModel } from './chat-model.ts';
import { systemClock } from './clock.ts';
import { endpointName } from './openai/endpoint.ts';
import { createOpenAiModel } from './openai/openai-model.ts';
import { withTimeouts } from './requests/timeouts.ts';

/** A local model may load for minutes before its first token; once it speaks, two minutes of silence are a stall. */
const timeouts = { connectMs: 15_000, firstTokenMs: 600_000, idleMs: 120_000 };

const openAi = 'https://api.openai.com/v1';

/**
 * A model of the endpoint that `OPENAI_BASE_URL` and `OPENAI_API_KEY` name, the two variables that every client of the
 * protocol reads.
 * @throws UsageError when neither is set, or the URL is none.
 */
export function modelOfEnvironment(id: string, environment: NodeJS.ProcessEnv): ChatModel {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = environment;
  if (!baseUrl && !apiKey) {
    throw new UsageError(
      `there is no model “${id}” here: set OPENAI_BASE_URL (and OPENAI_API_KEY) to its endpoint, or use ${builtinModelId}`,
    );
  }
  const endpoint = { baseUrl: baseUrl || openAi, ...(apiKey ? { apiKey } : {}) };
  try {
    return withTimeouts(createOpenAiModel(endpoint, id), { ...timeouts, clock: systemClock, name: `${id} at ${endpointName(endpoint)}` });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`OPENAI_BASE_URL: ${error.message}`, { cause: error });
    throw error;
  }
}
