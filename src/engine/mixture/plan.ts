/** Plans a mixture of what is there, and the runs that make what is lacking. */
import { kindTraits } from '../../core/planning/mixture/kinds.ts';
import { partsPlanned } from '../../core/planning/mixture/parts.ts';
import { type MixtureOutline, planMixture } from '../../core/planning/mixture/plan.ts';
import { MixtureRefusal } from '../../core/planning/mixture/shares.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import type { MixturePlan } from '../../protocol/results.ts';
import { UsageError } from '../errors.ts';
import { estimateRun } from '../runs/estimate.ts';
import { requireSampleMethod } from '../runs/method-templates.ts';
import type { Workspace } from '../workspace.ts';
import type { MeasuredMixture, MixtureMeasurer } from './measured.ts';

type MixtureQuery = EngineArguments<'plan/mixture'>;
type MixtureRun = MixturePlan['runs'][number];

/** Vocabulary of `countTokens`. */
export const tokenizer = 'o200k_base';

/** A plan with what it was counted from. */
export interface PlannedMixture {
  readonly outline: MixtureOutline;
  readonly measured: MeasuredMixture;
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
    return { outline, measured, asked };
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
  const { outline, measured, asked } = planned;
  const runs: MixtureRun[] = [];
  for (const kind of outline.kinds) {
    signal.throwIfAborted();
    const run = await runFor(workspace, kind, measured.passages);
    if (run !== null) runs.push(run);
  }
  return {
    ...{ budget: outline.budget, isBudgetGiven: outline.isBudgetGiven, asked, tokenizer },
    kinds: outline.kinds.map(({ sources, warnings, ...kind }) => ({
      ...kind,
      sources: [...sources],
      warnings: [...warnings, ...rewrittenTooOften(kind, measured.passages)],
    })),
    parts: partsPlanned(outline).map(({ name, kind, tokens, weight, probability }) => ({ name, kind, tokens, weight, probability })),
    runs,
    expected: needsOf(runs, () => 1),
    whole: needsOf(runs, ({ count, later }) => (count + later) / Math.max(1, count)),
    warnings: [...outline.warnings],
    notes: [...measured.named.flatMap(({ notes }) => notes), ...notesOf(outline, measured, asked, workspace.settings.mixture)],
  };
}

/** What the runs that can be started take together, each so many times. */
function needsOf(runs: readonly MixtureRun[], times: (run: MixtureRun) => number): MixturePlan['expected'] {
  const started = runs.flatMap((run) => (run.estimate === null ? [] : [{ estimate: run.estimate, by: times(run) }]));
  const sum = (value: (estimate: (typeof started)[number]['estimate']) => number | null): number | null =>
    started.reduce<number | null>((total, { estimate, by }) => {
      const each = value(estimate);
      return total === null || each === null ? null : total + by * each;
    }, 0);
  const whole = (value: (estimate: (typeof started)[number]['estimate']) => number): number => Math.round(sum(value) ?? 0);
  const durationMs = sum((estimate) => estimate.durationMs);
  return {
    calls: whole(({ calls }) => calls),
    tokens: { prompt: whole(({ tokens }) => tokens.prompt), completion: whole(({ tokens }) => tokens.completion) },
    cost: sum(({ cost }) => cost),
    durationMs: durationMs === null ? null : Math.round(durationMs),
  };
}

type OutlineKind = MixtureOutline['kinds'][number];

/** Tells of methods that rewrite a passage once in a run. */
const rewrites = (method: string): boolean => {
  const { source, needs } = requireSampleMethod(method);
  return source === 'passage' && !needs.includes('answers');
};

async function runFor(workspace: Workspace, { kind, make }: OutlineKind, passages: number): Promise<MixtureRun | null> {
  const { makes } = kindTraits[kind];
  if (makes === null || make === null || make.samples === 0) return null;
  const { method, style } = makes;
  const isPossible = !rewrites(method) || passages > 0;
  const count = Math.min(make.samples, rewrites(method) && isPossible ? passages : mostSamples);
  const command = `loom generate --method ${method}${style === undefined ? '' : ` --style ${style}`} --count ${count}`;
  const run = { kind, method, style: style ?? null, count, later: isPossible ? make.samples - count : 0, command };
  if (!isPossible) return { ...run, estimate: null, problem: 'the corpus has no passage that is long enough to be rewritten' };
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

function notesOf(
  { kinds }: MixtureOutline,
  { textless }: MeasuredMixture,
  asked: MixturePlan['asked'],
  kept: ProjectSettings['mixture'],
): string[] {
  const made = kinds.filter(({ make }) => make !== null);
  const named = (some: readonly OutlineKind[]): string => some.map(({ kind }) => kind).join(', ');
  const assumed = made.filter(({ lengthFrom }) => lengthFrom === 'usual');
  const unknown = made.filter(({ acceptance }) => acceptance === null);
  const shareless = kinds.filter(({ share, there }) => share === 0 && there > 0);
  const mixed = kinds.filter(({ kind, share }) => kind !== 'natural' && share > 0);
  const unused = (['shares', 'epochs'] as const).filter((part) => Object.keys(kept[part] ?? {}).some((name) => !(name in asked[part])));
  return [
    ...(shareless.length > 0
      ? [`there without a share: ${shareless.map(({ kind, there }) => `${kind} (${there.toLocaleString('en')} tokens)`).join(', ')}`]
      : []),
    ...(textless > 0 ? [`accepted samples without a text to train on are not counted: ${textless}`] : []),
    ...(mixed.length > 1 ? ['shares were found good for one kind beside natural text, not for several at once'] : []),
    ...(unused.length > 0 ? [`${unused.join(' and ')} of the settings that are not named here are not used`] : []),
    ...(assumed.length > 0 ? [`lengths are assumed for ${named(assumed)}: no samples are there yet`] : []),
    ...(unknown.length > 0 ? [`for ${named(unknown)} every sample is taken to be accepted: too few were decided on yet`] : []),
  ];
}
