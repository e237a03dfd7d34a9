import { reasonOf } from '../clock.ts';
import { createClient } from './client.ts';
import { type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { type AskedEndpoint, badReply, ErrorInReply, modelError } from './failures.ts';
import { parseWithoutSecrets } from './redact.ts';
import { errorWithin } from './server-error.ts';
import { contextOfListed, modelList } from './told-context.ts';

/** A model as its endpoint lists it. */
export interface SizedModel {
  readonly id: string;
  /** Tokens of its context, where that is told. */
  readonly context: number | undefined;
}

/** Tells an id from a text that is too long, or could move a terminal's cursor. */
const isId = (id: string): boolean => /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u.test(id);

/** The ids of the models that an endpoint says it has, in its order. @throws ModelError, or the signal's reason. */
export async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<string[]> {
  return (await listSizedModels(endpoint, signal)).map(({ id }) => id);
}

/** As `listModels`, with what is told beside the ids. */
export async function listSizedModels(endpoint: Endpoint, signal: AbortSignal): Promise<SizedModel[]> {
  const asked: AskedEndpoint = { endpoint: endpointName(endpoint), model: 'list of models', secrets: secretsOf(endpoint), prompt: [] };
  try {
    const response = await createClient(endpoint).models.list({ signal }).asResponse();
    const value = parseWithoutSecrets((await response.text()).replace(/^\uFEFF/, ''), asked.secrets);
    const error = errorWithin(value);
    if (error !== undefined) throw new ErrorInReply(error, false, undefined);
    const { data } = modelList.safeParse(value);
    if (data === undefined) throw badReply('sent something that is no list of models', asked);
    return data.filter(({ id }) => isId(id)).map((entry) => ({ id: entry.id, context: contextOfListed(entry) }));
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    throw modelError(error, asked);
  }
}
