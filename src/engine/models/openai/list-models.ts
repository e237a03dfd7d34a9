import * as z from 'zod';
import { reasonOf } from '../clock.ts';
import { createClient } from './client.ts';
import { type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { type AskedEndpoint, badReply, modelError } from './failures.ts';
import { parseWithoutSecrets } from './redact.ts';

const list = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Tells an id from a text that is too long, or could move a terminal's cursor. */
const isId = (id: string): boolean => /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u.test(id);

/** The ids of the models that an endpoint says it has, in its order. @throws ModelError, or the signal's reason. */
export async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<string[]> {
  const asked: AskedEndpoint = { endpoint: endpointName(endpoint), model: 'list of models', secrets: secretsOf(endpoint), prompt: [] };
  try {
    const response = await createClient(endpoint).models.list({ signal }).asResponse();
    const { data } = list.safeParse(parseWithoutSecrets(await response.text(), asked.secrets));
    if (data === undefined) throw badReply('sent something that is no list of models', asked);
    return data.data.map(({ id }) => id).filter(isId);
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    throw modelError(error, asked);
  }
}
