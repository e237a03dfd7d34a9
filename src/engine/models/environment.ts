import type { OpenedProfile, Price } from '../../protocol/profile.ts';
import { UsageError } from '../errors.ts';
import { endpointUrl } from './openai/endpoint.ts';

const openAi = 'https://api.openai.com/v1';

/** An endpoint whose models are asked under their own ids. */
export type ProfileOfAny = Omit<OpenedProfile, 'model'>;

/**
 * The endpoint that `OPENAI_BASE_URL` and `OPENAI_API_KEY` name, the two variables that every client of the protocol
 * reads, at the price of `LOOM_PRICE`; undefined when neither is set.
 * @throws UsageError when a variable does not hold.
 */
export function environmentEndpoint(environment: NodeJS.ProcessEnv): ProfileOfAny | undefined {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey, LOOM_PRICE: price } = environment;
  if (!baseUrl && !apiKey) return undefined;
  const url = baseUrl?.trim() || openAi;
  try {
    endpointUrl({ baseUrl: url });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`OPENAI_BASE_URL: ${error.message}`, { cause: error });
    throw error;
  }
  return { url, ...(apiKey ? { apiKey } : {}), ...(price ? { price: readPrice(price) } : {}) };
}

const amount = String.raw`(\d{1,9}(?:\.\d{1,9})?)`;
const pair = new RegExp(String.raw`^\s*${amount}\s*/\s*${amount}\s*$`);

function readPrice(text: string): Price {
  const [, prompt, completion] = pair.exec(text) ?? [];
  if (prompt === undefined || completion === undefined) {
    throw new UsageError('LOOM_PRICE: must be US dollars a million tokens, as prompt/completion: 0.15/0.60');
  }
  return { prompt: Number(prompt), completion: Number(completion) };
}
