/** Expected result of a run: arithmetic over the calls that its kind says it would make. */
import { countTokens } from '../../core/corpus/tokens.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { BatchKind } from '../../core/samples/events.ts';
import type { RunKindName } from '../../core/samples/run-kinds.ts';
import { addUsage, noUsage, type RunUsage } from '../../core/samples/run-usage.ts';
import { costOf } from '../models/requests/usage-counter.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { runKinds } from './kinds/index.ts';
import type { Calls, ExpectedEmbedding, Query } from './kinds/kind.ts';
import type { RunEstimate } from '../../protocol/results.ts';

/** Runs that a pace is taken from, and how many calls one of them must have made. */
const [latestRuns, minCalls] = [5, 5];

/**
 * Estimates what the request that starts a run would take if every reply were of use and none known: the least it can be where
 * much is to be asked again, and more than it will be for prompts that were answered before. Asks no model.
 * @throws UsageError where the run could not be started.
 */
export async function estimateRun<K extends RunKindName>(workspace: Workspace, kind: K, query: Query<K>): Promise<RunEstimate> {
  const { plan, calls: callsOf } = runKinds[kind];
  const goal = await plan(workspace, query);
  const expected = await callsOf(workspace, goal);
  const { kept } = expected;
  const beside = expected.embedding === undefined ? noUsage : await embeddingUsage(workspace, expected.embedding);
  const calls = expected.calls.filter((each) => each.calls > 0);
  const { batch = null } = query;
  const usage = await expectedUsage(workspace, calls, batch);
  // The time that a batch takes is its endpoint's secret.
  const pace = batch === null && calls[0] !== undefined ? latestPace(workspace.store, calls[0].model) : null;
  return {
    ...{ kind, planned: goal.planned, generated: kept, kept, gated: 0, failed: 0, dropped: [], passedOver: [] },
    ...{ outcome: 'done', cancelled: false, reason: null },
    ...addUsage(usage, beside),
    durationMs: pace === null ? null : Math.round(usage.calls / pace),
    batches: await inBatches(workspace, calls, beside),
  };
}

/** Costs of the same calls in each way in which they can be asked in batches. */
async function inBatches(workspace: Workspace, calls: readonly Calls[], beside: RunUsage): Promise<RunEstimate['batches']> {
  const kinds = await workspace.models.batchesOf(calls.map(({ model }) => model));
  return await Promise.all(kinds.map(async (kind) => ({ kind, cost: addUsage(await expectedUsage(workspace, calls, kind), beside).cost })));
}

async function expectedUsage({ models }: Workspace, calls: readonly Calls[], batch: BatchKind | null): Promise<RunUsage> {
  let usage = noUsage;
  for (const { model: id, calls: count, prompts, reply } of calls) {
    const { model, price } = await models.priced(id, batch);
    const completion = models.meanReply(model.id) ?? reply;
    const tokens = { prompt: Math.round(count * mean(prompts.map(tokensOf))), completion: Math.round(count * completion) };
    const cost = costOf({ promptTokens: tokens.prompt, completionTokens: tokens.completion }, price);
    usage = addUsage(usage, { ...noUsage, calls: count, tokens, cost });
  }
  return usage;
}

async function embeddingUsage({ models }: Workspace, { model, calls, texts, samples }: ExpectedEmbedding): Promise<RunUsage> {
  const { price } = await models.openEmbedder(model);
  const prompt = Math.round(texts * mean(samples.map(countTokens)));
  const cost = texts === 0 ? 0 : costOf({ promptTokens: prompt, completionTokens: 0 }, price);
  return { ...noUsage, calls, tokens: { prompt, completion: 0 }, cost };
}

const tokensOf = (messages: readonly ChatMessage[]): number => messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 3);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Calls a millisecond in the latest runs of a model, whichever others answered or judged there: the median. Null while
 * none tells a pace.
 */
function latestPace(store: Store, model: string): number | null {
  const paces = Iterator.from(store.runs())
    .flatMap(({ run, model: asked, usage, startedAt, endedAt }) => {
      if (asked !== model || endedAt === null || usage.calls < minCalls || store.run(run)?.batch !== null) return [];
      return [usage.calls / Math.max(1, Date.parse(endedAt) - Date.parse(startedAt))];
    })
    .take(latestRuns)
    .toArray()
    .sort((a, b) => a - b);
  return paces[paces.length >> 1] ?? null;
}
