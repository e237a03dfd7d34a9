/** What a request is to become: the plan of a run, or an error that says why it cannot be one. */
import { methods } from '../../core/methods/index.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import type { Method, SampleMethod } from '../../core/methods/method.ts';
import type { RunOptions } from '../../core/samples/events.ts';
import type { Cap } from '../../core/samples/spent.ts';
import { isForeign } from '../../offline/english.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { builtinModelId } from '../models/builtin.ts';
import { storeFilter } from '../moved-files.ts';
import { personaFileOf, readPersonas } from '../persona-file.ts';
import { requireSample } from '../queries/samples.ts';
import type { Run, RunPlan, Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { requireMethod, requireSampleMethod, requireStyle } from './method-templates.ts';
import type { GraphState } from './concept-sets.ts';
import { personasFor } from './persona-choice.ts';
import type { Plan } from './run.ts';

export const noPlan = { answerModel: null, seed: null, batch: null, samples: [], instruction: null, options: {} } as const;

/** @throws UsageError, naming the choices, when the offline model is to do what it cannot. */
export function requireCapable({ id, title, offline }: Method, model: string): void {
  if (offline || model !== builtinModelId) return;
  throw new UsageError(
    `${title} (${id}) needs a language model, and ${builtinModelId} is none: choose one (loom models lists them, --model takes it; in VS Code, Concept Loom: Choose Model), or take a method that works offline: ${methods.flatMap((method) => (method.offline ? [method.id] : [])).join(', ')}`,
  );
}

/**
 * Said once of a corpus, before each of its passages fails.
 * @throws UsageError when the offline model is to read passages most of which are in other languages than English.
 */
export function requireReadable(passages: readonly Passage[], model: string): void {
  if (model !== builtinModelId) return;
  const foreign = passages.filter(({ text }) => isForeign(text)).length;
  if (2 * foreign <= passages.length) return;
  throw new UsageError(
    `${builtinModelId} reads English only, and ${foreign} of ${passages.length} passages to extract are in another language: choose a language model (loom models lists them, --model takes it; in VS Code, Concept Loom: Choose Model)`,
  );
}

interface Capped {
  readonly maxTokens?: number | null | undefined;
  readonly maxCost?: number | null | undefined;
}

/** The cap that is asked for; what is not said of it is as it was. */
export const capOf = ({ maxTokens, maxCost }: Capped, before: Cap = { tokens: null, cost: null }): Cap => ({
  tokens: maxTokens === undefined ? before.tokens : maxTokens,
  cost: maxCost === undefined ? before.cost : maxCost,
});

/** Whether a run is to be taken up where the same is asked for again; one that somebody cancelled is not. */
const isLeft = ({ outcome }: Run): boolean => outcome !== 'done' && outcome !== 'running' && outcome !== 'cancelled';

/** Whether a run set out for the same and is left. */
export function isUnfinished(wanted: { model: string; answerModel: string; count: number; seed: number | undefined; method: string }) {
  return (run: Run): boolean => {
    const { kind, method, model, answerModel, planned, seed } = run;
    return (
      kind === 'generate' &&
      isLeft(run) &&
      method === wanted.method &&
      model === wanted.model &&
      answerModel === wanted.answerModel &&
      planned === wanted.count &&
      (wanted.seed === undefined || seed === wanted.seed)
    );
  };
}

export const retryHint = ({ run, failed }: RunPlan): string =>
  failed > 0 ? `, but ${failed} failed: loom runs retry ${run} --failed` : '';

/** What a query chooses for its jobs, as the run is to remember it. */
export async function optionsOf(workspace: Workspace, query: EngineArguments<'generate'>, method: SampleMethod): Promise<RunOptions> {
  const { settings } = workspace;
  const { style, file, span, concepts = [], answer = true, judge = false } = query;
  const { samples } = settings.answers;
  if (judge) requireCapable(requireMethod('judge'), settings.models.judge);
  const state = await workspace.graph();
  const named = conceptIds(state, concepts);
  const chosenStyle = requireStyle(method, style);
  return {
    ...(chosenStyle === '' ? {} : { style: chosenStyle }),
    ...(await personasFor(workspace, method, query.personas)),
    ...(file === undefined ? {} : { file }),
    ...(span === undefined ? {} : { span }),
    ...(named.length === 0 ? {} : { concepts: named }),
    ...(!method.needs.includes('answers') || (answer && samples === 1) ? {} : { answers: answer ? samples : 0 }),
    ...(judge ? { judge: settings.models.judge } : {}),
  };
}

/** What is extracted anew: nothing, everything, or what was not yet since a run began. */
export type Again = 'nothing' | 'everything' | { readonly since: string };

/**
 * One passage of each text that is left for a model to extract. The offline model leaves alone what any other has
 * extracted: its key phrases would take the place of better ones.
 */
export async function unextracted(workspace: Workspace, model: string, again: Again): Promise<Passage[]> {
  const { byHash } = await workspace.corpus();
  // The id under which what a model made is kept.
  const { id } = (await workspace.models.open(model)).model;
  const by = id === builtinModelId ? null : id;
  const done = again === 'everything' ? new Set<string>() : workspace.store.extractedBy(by, again === 'nothing' ? undefined : again.since);
  return [...byHash].flatMap(([hash, [passage]]) => (passage === undefined || done.has(hash) ? [] : [passage]));
}

/**
 * The run that is to write personas; `unfinished` is one that set out for the same, where it is to be gone on with.
 * @throws UsageError when the model cannot, or the file is none to write to.
 */
export async function planPersonas(
  workspace: Workspace,
  { count, file: named, resume = false, ...caps }: EngineArguments<'personas/generate'>,
): Promise<{ readonly plan: Plan; readonly file: string; readonly unfinished: string | null }> {
  const { folder, store, settings } = workspace;
  const { questions: model } = settings.models;
  requireCapable(requireMethod('personas'), model);
  const file = personaFileOf(folder, named);
  const before = store.runs().filter(({ kind }) => kind === 'personas');
  const goal = { kind: 'personas', method: 'personas', model, seed: 1 + before.length, planned: count } as const;
  const plan = { ...noPlan, ...goal, cap: capOf(caps), options: { into: file, personas: await readPersonas(folder, file) } };
  const alike = before.filter((run) => isLeft(run) && run.model === model && run.planned === count);
  const unfinished = resume ? alike.find(({ run }) => store.run(run)?.options.into === file) : undefined;
  return { plan, file, unfinished: unfinished?.run ?? null };
}

/**
 * The samples that are to be drawn again, by their methods.
 * @throws UsageError when one of them is not there, or the model cannot do what its method asks for.
 */
export function byMethod(store: Store, samples: readonly string[], model: string): ReadonlyMap<SampleMethod, readonly string[]> {
  const byId = Map.groupBy(samples, (id) => requireSample(store, id).method);
  return new Map(
    [...byId].map(([id, own]) => {
      const method = requireSampleMethod(id);
      requireCapable(method, model);
      return [method, own];
    }),
  );
}

/** Concepts named by id or by label, as ids; what the graph does not have stays as it was named. */
export const conceptIds = ({ graph, idOf }: GraphState, names: readonly string[]): string[] =>
  names.map((name) =>
    graph.index.has(name) ? name : ([idOf('concept', name), idOf('topic', name)].find((id) => graph.index.has(id)) ?? name),
  );

/** The samples that are to be judged. @throws UsageError when one of them is not there, or when it is not clear which are meant. */
export async function chosenSamples(workspace: Workspace, { samples, filter }: EngineArguments<'judge/estimate'>): Promise<string[]> {
  const { store } = workspace;
  if ((samples === undefined) === (filter === undefined)) throw new UsageError('name the samples to judge, or a filter, and not both');
  for (const id of samples ?? []) requireSample(store, id);
  return [...new Set(samples ?? store.sampleIds(await storeFilter(workspace, filter ?? {})))];
}
