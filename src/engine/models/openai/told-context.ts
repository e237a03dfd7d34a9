import * as z from 'zod';
import { createClient } from './client.ts';
import { type Endpoint, endpointUrl } from './endpoint.ts';
import { createTransport, isLoopback } from './transport.ts';

/** A server that does not answer at once does without being asked. */
const waitMs = 1500;
const maxBytes = 4 * 1024 * 1024;

const size = z.number().int().min(256).max(100_000_000).optional().catch(undefined);

/** What servers call the context that a model was started with: vLLM, LM Studio, llama.cpp, OpenRouter and Together, Groq, Mistral. What it was trained with says nothing. */
export const listedModel = z.object({
  id: z.string(),
  max_model_len: size,
  loaded_context_length: size,
  context_length: size,
  context_window: size,
  max_context_length: size,
  n_ctx: size,
  meta: z.object({ n_ctx: size }).nullish().catch(null),
});

/** The models of a list: below `data`, or below `models`, or the list alone, as Together has it. */
export const modelList = z.union([
  z.object({ data: z.array(listedModel) }).transform(({ data }) => data),
  z.object({ models: z.array(listedModel) }).transform(({ models }) => models),
  z.array(listedModel),
]);

/** The context that an entry of `/v1/models` tells, in tokens. */
export const contextOfListed = (entry: Omit<z.infer<typeof listedModel>, 'id'>): number | undefined =>
  entry.max_model_len ??
  entry.loaded_context_length ??
  entry.n_ctx ??
  entry.meta?.n_ctx ??
  entry.context_length ??
  entry.context_window ??
  entry.max_context_length;

/** llama.cpp's `/props`. */
const props = z.object({ default_generation_settings: z.object({ n_ctx: size }).optional(), n_ctx: size });

/**
 * The context that a server tells of a model before it is asked: in its list of models, and llama.cpp's on this machine in its properties.
 * Undefined where it tells none, in time; it is found out by asking then.
 */
export async function toldContext(endpoint: Endpoint, model: string, signal: AbortSignal): Promise<number | undefined> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
  try {
    const client = createClient(endpoint, createTransport({ maxBytes }));
    const response = await client.models.list({ signal: limited }).asResponse();
    const entries = modelList.safeParse(JSON.parse(await response.text())).data ?? [];
    const entry = entries.find(({ id }) => id === model) ?? (entries.length === 1 ? entries[0] : undefined);
    const told = entry && contextOfListed(entry);
    return told ?? (await propsOf(endpoint, limited));
  } catch {
    // Many servers list nothing, or not to every key.
    return undefined;
  }
}

async function propsOf(endpoint: Endpoint, signal: AbortSignal): Promise<number | undefined> {
  const url = endpointUrl(endpoint);
  if (!isLoopback(url) || !/\/v1\/*$/.test(url.pathname)) return undefined;
  url.pathname = url.pathname.replace(/\/v1\/*$/, '/props');
  const { apiKey } = endpoint;
  const headers = { ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }), ...endpoint.headers };
  const response = await createTransport({ maxBytes })(url, { signal, headers });
  const { data } = props.safeParse(JSON.parse(await response.text()));
  return data?.default_generation_settings?.n_ctx ?? data?.n_ctx;
}
