import type { OpenedProfile } from '../../../protocol/profile.ts';
import { UsageError } from '../../errors.ts';
import type { OpenedEmbedder, OpenedModel } from '../opened-model.ts';
import type { Timeouts } from '../requests/timeouts.ts';
import { type Endpoint, endpointIdentity, endpointName } from './endpoint.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';
import { type Dialect, Dialects } from './dialect.ts';
import { createOpenAiModel } from './openai-model.ts';
import { toldContext } from './told-context.ts';

/** A local model may load for minutes before its first token, and one that reasons think as long; once it speaks, two minutes of silence are a stall. */
export const endpointTimeouts: Timeouts = { connectMs: 15_000, firstTokenMs: 600_000, idleMs: 120_000 };

/** The endpoint that a profile describes. A key read from a file often ends in a line break. */
export function endpointOf({ url, apiKey = '', keyHeader, headers }: Omit<OpenedProfile, 'model'>): Endpoint {
  const key = apiKey.trim();
  return {
    baseUrl: url,
    ...(key === '' ? {} : { apiKey: key }),
    ...(keyHeader === undefined ? {} : { apiKeyHeader: keyHeader }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** Name of a profile's model in messages; holds no secret. */
const nameOf = (profile: OpenedProfile): string => `${profile.model} at ${endpointName(endpointOf(profile))}`;

/** Opens the model of a profile, under the id it has at its endpoint. @throws UsageError when its URL is none, or its key or a header cannot be sent. */
export function openProfile(profile: OpenedProfile, dialects = new Dialects()): OpenedModel {
  const { model, reasoning } = profile;
  return checked(model, () =>
    opened(profile, dialects.of(endpointIdentity(endpointOf(profile)), model, reasoning === undefined ? {} : { reasoning })),
  );
}

function opened(profile: OpenedProfile, dialect: Dialect): OpenedModel {
  const { model, temperature, maxReplyTokens, reasoning } = profile;
  return {
    model: createOpenAiModel(endpointOf(profile), model, {
      dialect,
      toldContext: (signal) => toldContext(endpointOf(profile), model, signal),
    }),
    ...common(profile),
    remote: true,
    takesSchema: () => dialect.takesSchema,
    batches: endpointOf(profile),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxReplyTokens === undefined ? {} : { maxReplyTokens }),
  };
}

/** As `openProfile`, to embed. */
export function openEmbedder(profile: OpenedProfile): OpenedEmbedder {
  const { model } = profile;
  return checked(model, () => {
    const embedder = createOpenAiEmbedder(endpointOf(profile), model);
    return { embedder, ...common(profile), remote: true, space: `${endpointIdentity(endpointOf(profile))} ${model}` };
  });
}

function common(profile: OpenedProfile) {
  const { price, maxConcurrent } = profile;
  return {
    name: nameOf(profile),
    endpoint: endpointIdentity(endpointOf(profile)),
    timeouts: endpointTimeouts,
    ...(price === undefined ? {} : { price }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
  };
}

function checked<T>(model: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`the model “${model}” cannot be asked: ${error.message}`, { cause: error });
    throw error;
  }
}
