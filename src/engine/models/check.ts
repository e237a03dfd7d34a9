import type { EngineResult } from '../../protocol/engine.ts';
import type { OpenedProfile } from '../../protocol/profile.ts';
import { messageOf, UsageError } from '../errors.ts';
import type { ChatRequest } from './chat-model.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Embedder, embeddingRequest } from './embedder.ts';
import { ModelError } from './model-error.ts';
import { endpointName } from './openai/endpoint.ts';
import { listModels } from './openai/list-models.ts';
import { endpointOf, endpointTimeouts, openEmbedder, openProfile } from './openai/open-profile.ts';
import { type Timeouts, withTimeouts } from './requests/timeouts.ts';

interface CheckOptions {
  readonly clock?: Clock;
  readonly timeouts?: Timeouts;
  /** Time that the list of models is waited for. */
  readonly listMs?: number;
}

/** Time that the embedding of one text may take; a local model may have to be loaded first. */
const embedMs = 60_000;

/** Asks for one word; models that think first get room to. Most of it is never used. */
const oneWord: ChatRequest = {
  messages: [{ role: 'user', content: 'Reply with one word: ready' }],
  origin: { method: 'answer', question: '', references: [] },
  seed: 1,
  sampling: { maxTokens: 256 },
};

/**
 * Tries a profile before it is used: which models its endpoint lists, and whether the one named replies.
 * `problem` says in words what failed, and what to do.
 * @throws the signal's reason, alone.
 */
export async function checkEndpoint(
  profile: OpenedProfile,
  signal: AbortSignal,
  { clock = systemClock, timeouts = endpointTimeouts, listMs = 10_000 }: CheckOptions = {},
): Promise<EngineResult<'models/check'>> {
  try {
    const { model, name } = openProfile(profile);
    const listed = await list(profile, signal, listMs);
    if (listed.unreachable !== undefined) return { models: [], problem: listed.unreachable };
    const timed = withTimeouts(model, { ...timeouts, clock, name });
    const failed = await timed.chat(oneWord, signal).then(
      () => undefined,
      (error: unknown) => error,
    );
    signal.throwIfAborted();
    return { models: listed.models, problem: failed === undefined ? null : await problemOf(failed, profile, listed.models, signal) };
  } catch (error) {
    if (error instanceof UsageError) return { models: [], problem: error.message };
    throw error;
  }
}

/** As `checkEndpoint`, for a profile whose model is to embed. */
export async function checkEmbedder(profile: OpenedProfile, signal: AbortSignal): Promise<EngineResult<'models/check'>> {
  try {
    const { embedder } = openEmbedder(profile);
    const listed = await list(profile, signal, 10_000);
    if (listed.unreachable !== undefined) return { models: [], problem: listed.unreachable };
    const failed = await embeds(embedder, signal);
    if (failed === null) return { models: listed.models, problem: null };
    const isOther = failed.kind === 'not-found' || failed.kind === 'bad-request';
    const why = isOther ? ` “${profile.model}” may be no embedding model: choose one${among(listed.models)}.` : '';
    return { models: listed.models, problem: failed.message + why };
  } catch (error) {
    if (error instanceof UsageError) return { models: [], problem: error.message };
    throw error;
  }
}

/** Many servers list nothing, or not to every key: only one that is not there is a reason to stop. */
async function list(profile: OpenedProfile, signal: AbortSignal, ms: number): Promise<{ models: string[]; unreachable?: string }> {
  try {
    return { models: await listModels(endpointOf(profile), AbortSignal.any([signal, AbortSignal.timeout(ms)])) };
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof ModelError && error.kind === 'connection' ? { models: [], unreachable: error.message } : { models: [] };
  }
}

async function problemOf(error: unknown, profile: OpenedProfile, models: readonly string[], signal: AbortSignal): Promise<string | null> {
  if (!(error instanceof ModelError)) throw error;
  // It writes; that its thoughts are longer than our limit is no fault.
  if (error.kind === 'truncated') return null;
  if (
    (error.kind === 'bad-request' || error.kind === 'not-found' || error.kind === 'server') &&
    (await embeds(openEmbedder(profile).embedder, signal)) === null
  ) {
    return `“${profile.model}” is an embedding model: it cannot write samples. Choose a chat model${among(models)}.`;
  }
  if (error.kind === 'not-found' && models.length > 0 && !models.includes(profile.model)) {
    return `${endpointName(endpointOf(profile))} has no model “${profile.model}”. Choose one that it has${among(models)}.`;
  }
  return messageOf(error);
}

const shown = 8;

function among(models: readonly string[]): string {
  if (models.length === 0) return '';
  const more = models.length - shown;
  return `: ${models.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Reason that a model gives no embedding, or null. */
async function embeds(embedder: Embedder, signal: AbortSignal): Promise<ModelError | null> {
  const timeout = AbortSignal.timeout(embedMs);
  try {
    await embedder.chat(embeddingRequest(['ready']), AbortSignal.any([signal, timeout]));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return new ModelError('timeout-first-token', `${embedder.id} gave no embedding within ${embedMs / 1000} s.`);
    if (error instanceof ModelError) return error;
    throw error;
  }
}
