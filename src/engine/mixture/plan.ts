/** Plans a mixture of what is there, and the runs that make what is lacking. */
import { type BlendPart, rowProbabilities, tokenWeights } from '../../core/planning/mixture/blend.ts';
import { kindTraits, type MixtureKind } from '../../core/planning/mixture/kinds.ts';
import { type MixtureOutline, planMixture } from '../../core/planning/mixture/plan.ts';
import { MixtureRefusal } from '../../core/planning/mixture/shares.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import type { MixturePlan } from '../../protocol/results.ts';
import { UsageError } from '../errors.ts';
import { estimateRun } from '../runs/estimate.ts';
import { requireSampleMethod } from '../runs/method-templates.ts';
import type { Workspace } from '../workspace.ts';
import type { MeasuredMixture, MixtureMeasurer } from './measured.ts';

type MixtureQuery = EngineArguments<'plan/mixture'>;

/** Vocabulary of `countTokens`. */
export const tokenizer = 'o200k_base';

/** A plan with what it was counted from. */
export interface PlannedMixture {
  readonly outline: MixtureOutline;
  readonly measured: MeasuredMixture;
  readonly parts: MixturePlan['parts'];
  readonly asked: MixturePlan['asked'];
}

/** @throws UsageError for what cannot be planned, saying what to change; the signal's reason once it is aborted */
export async function outlineMixture(
  { settings }: Pick<Workspace, 'settings'>,
  measurer: MixtureMeasurer,
  query: MixtureQuery,
  signal: AbortSignal,
): Promise<PlannedMixture> {
  const measured = await measurer.measure(query.sources, signal);
  const { mixture } = settings;
  const asked = {
    budget: query.budget === undefined ? (mixture.budget ?? null) : query.budget,
    shares: query.shares ?? mixture.shares ?? {},
    epochs: query.epochs ?? mixture.epochs ?? {},
  };
  try {
    const outline = planMixture({ ...measured, ...asked, budget: asked.budget ?? undefined });
    return { outline, measured, asked, parts: partsOf(outline) };
  } catch (cause) {
    if (cause instanceof MixtureRefusal) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

/** The whole answer: plan, runs and what they are expected to take. */
export async function planMixtureRuns(
  workspace: Workspace,
  measurer: MixtureMeasurer,
  query: MixtureQuery,
  signal: AbortSignal,
): Promise<MixturePlan> {
  const planned = await outlineMixture(workspace, measurer, query, signal);
  const { outline, measured, parts, asked } = planned;
  const runs: MixturePlan['runs'] = [];
  for (const kind of outline.kinds) {
    signal.throwIfAborted();
    const run = await runFor(workspace, kind, measured.passages);
    if (run !== null) runs.push(run);
  }
  const estimates = runs.flatMap(({ estimate }) => estimate ?? []);
  const sum = (value: (estimate: (typeof estimates)[number]) => number | null): number | null =>
    estimates.reduce<number | null>((total, estimate) => {
      const each = value(estimate);
      return total === null || each === null ? null : total + each;
    }, 0);
  return {
    ...{ budget: outline.budget, isBudgetGiven: outline.isBudgetGiven, asked, tokenizer },
    kinds: outline.kinds.map(({ sources, warnings, ...kind }) => ({
      ...kind,
      sources: [...sources],
      warnings: [...warnings, ...rewrittenTooOften(kind, measured.passages)],
    })),
    parts,
    runs,
    expected: {
      calls: sum(({ calls }) => calls) ?? 0,
      tokens: { prompt: sum(({ tokens }) => tokens.prompt) ?? 0, completion: sum(({ tokens }) => tokens.completion) ?? 0 },
      cost: sum(({ cost }) => cost),
      durationMs: sum(({ durationMs }) => durationMs),
    },
    warnings: [...outline.warnings],
    notes: [...measured.named.flatMap(({ notes }) => notes), ...notesOf(outline, measured)],
  };
}

/** The parts of a mixture once all of it is there, with what training libraries mix them by. */
function partsOf({ kinds }: MixtureOutline): MixturePlan['parts'] {
  const parts = kinds.flatMap(({ kind, sources, tokens, there, tokensPerSample }): (BlendPart & { readonly kind: MixtureKind })[] => {
    if (tokens === 0) return [];
    if (kind !== 'natural') {
      const rows = sources.reduce((sum, source) => sum + (source.rows ?? 0), 0);
      return [{ name: kind, kind, tokens, tokensPerRow: rows > 0 ? there / rows : tokensPerSample }];
    }
    return sources.flatMap((source) =>
      source.tokens * source.epochs > 0
        ? [
            {
              ...{ name: source.name, kind, tokens: Math.round(source.tokens * source.epochs) },
              tokensPerRow: source.rows === null || source.rows === 0 ? null : source.tokens / source.rows,
            },
          ]
        : [],
    );
  });
  const weights = tokenWeights(parts);
  const probabilities = rowProbabilities(parts);
  return parts.map(({ name, kind, tokens }, at) => ({
    name,
    kind,
    tokens,
    weight: weights[at]!,
    probability: probabilities?.[at] ?? null,
  }));
}

type OutlineKind = MixtureOutline['kinds'][number];

/** Tells of methods that rewrite a passage once in a run. */
const rewrites = (method: string): boolean => {
  const { source, needs } = requireSampleMethod(method);
  return source === 'passage' && !needs.includes('answers');
};

async function runFor(workspace: Workspace, { kind, make }: OutlineKind, passages: number): Promise<MixturePlan['runs'][number] | null> {
  const { makes } = kindTraits[kind];
  if (makes === null || make === null || make.samples === 0) return null;
  const { method, style } = makes;
  const count = rewrites(method) ? Math.min(make.samples, passages) : Math.min(make.samples, mostSamples);
  const command = `loom generate --method ${method}${style === undefined ? '' : ` --style ${style}`} --count ${count}`;
  const run = { kind, method, style: style ?? null, count, later: make.samples - count, command };
  if (count === 0) return { ...run, estimate: null, problem: 'the corpus has no passage that is long enough to be rewritten' };
  try {
    return {
      ...run,
      estimate: await estimateRun(workspace, 'generate', { method, count, ...(style === undefined ? {} : { style }) }),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...run, estimate: null, problem: error.message };
  }
}

/** Samples that one run is asked for at most. */
const mostSamples = 1_000_000;

function rewrittenTooOften({ kind, make }: Pick<OutlineKind, 'kind' | 'make'>, passages: number): string[] {
  const { makes } = kindTraits[kind];
  if (makes === null || make === null || passages === 0 || !rewrites(makes.method) || make.samples <= passages) return [];
  const times = Number((make.samples / passages).toFixed(1));
  return [
    `each passage of the corpus would be rewritten ${times} times, and later texts repeat what earlier ones say: a larger corpus, or a smaller budget, gives more`,
  ];
}

function notesOf({ kinds }: MixtureOutline, { textless }: MeasuredMixture): string[] {
  const made = kinds.filter(({ make }) => make !== null);
  const assumed = made.filter(({ lengthFrom }) => lengthFrom === 'usual').map(({ kind }) => kind);
  const unknown = made.filter(({ acceptance }) => acceptance === null).map(({ kind }) => kind);
  const titles = (named: readonly string[]): string => named.join(', ');
  return [
    ...(textless > 0 ? [`accepted samples without a text to train on are not counted: ${textless}`] : []),
    ...(assumed.length > 0 ? [`lengths are assumed for ${titles(assumed)}: too few samples are there yet`] : []),
    ...(unknown.length > 0 ? [`for ${titles(unknown)} every sample is taken to be accepted: too few were decided on yet`] : []),
  ];
}
