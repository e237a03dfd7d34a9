import { isDeepStrictEqual } from 'node:util';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { isNothing, spentSince } from '../../core/samples/spent.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import { UsageError } from '../errors.ts';
import { initProject } from '../init.ts';
import { spentBy } from '../queries/runs.ts';
import type { RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { ActiveRuns } from './active-runs.ts';
import { requireMethod, requireSampleMethod } from './method-templates.ts';
import {
  byMethod,
  capOf,
  chosenSamples,
  isUnfinished,
  noPlan,
  optionsOf,
  planPersonas,
  requireCapable,
  requireReadable,
  retryHint,
  unextracted,
} from './planning.ts';
import { unratedPassages } from './rate-run.ts';
import type { Regenerated } from './regenerate-run.ts';
import { type Ended, newRun, type Plan, type Report, resumedRun } from './run.ts';
import { runExtraction, runGeneration, runJudging, runPersonas, runRating, runRegeneration, type RunSite } from './run-kinds.ts';

type RunResult = EngineResult<'runs/resume'>;

/** Everything that asks a model. */
export class Runner {
  readonly active = new ActiveRuns();
  readonly #workspace: Workspace;
  readonly #site: RunSite;

  constructor(workspace: Workspace, report: Report) {
    this.#workspace = workspace;
    const { store, models } = workspace;
    this.#site = { workspace, runTools: { store, models, active: this.active, report } };
  }

  /** Extracts every passage that is left for the chosen model, or all of them again. */
  async extract({ again = false, ...caps }: EngineArguments<'extract'>, signal: AbortSignal): Promise<EngineResult<'extract'>> {
    const workspace = this.#workspace;
    await initProject(workspace.folder);
    await workspace.refresh(signal);
    const { questions } = workspace.settings.models;
    const passages = await unextracted(workspace, questions, again ? 'everything' : 'nothing');
    requireReadable(passages, questions);
    const planned = passages.length;
    const options = again ? { again } : {};
    const plan: Plan = { ...noPlan, kind: 'extract', method: 'extract', model: questions, planned, cap: capOf(caps), options };
    const ended = await runExtraction(this.#site, newRun(plan), signal);
    return await this.#extracted(ended, planned);
  }

  /** Has so many documents rated that were not yet, for the document filter, and embeds those that have no vector yet. */
  async rate({ count, ...caps }: EngineArguments<'rate'>, signal: AbortSignal): Promise<RunResult> {
    const { judge, embeddings } = this.#workspace.settings.models;
    if (count > 0) requireCapable(requireMethod('rate'), judge);
    if (embeddings !== null) await this.#workspace.models.openEmbedder(embeddings);
    const { documents } = await this.#workspace.corpus();
    const planned = Math.min(count, unratedPassages(documents, this.#workspace.store.ratings()).length);
    const options = embeddings === null ? {} : { embeddings };
    const model = planned === 0 && embeddings !== null ? embeddings : judge;
    const plan: Plan = { ...noPlan, kind: 'rate', method: 'rate', model, planned, cap: capOf(caps), options };
    return this.#result(await runRating(this.#site, newRun(plan), signal));
  }

  /** Has so many personas invented, and adds them to a file of the project. */
  async writePersonas(query: EngineArguments<'personas/generate'>, signal: AbortSignal): Promise<EngineResult<'personas/generate'>> {
    const { plan, file, unfinished } = await planPersonas(this.#workspace, query);
    const result =
      unfinished === null
        ? this.#result(await runPersonas(this.#site, newRun(plan), signal))
        : await this.resume({ ...query, run: unfinished }, signal);
    return { ...result, file, personas: this.#workspace.store.personas(result.run) };
  }

  /** Goes through passages or seeded concept sets until `count` samples are kept. */
  async generate(query: EngineArguments<'generate'>, signal: AbortSignal): Promise<RunResult> {
    const { count, seed, batch = null, resume = false } = query;
    const method = requireSampleMethod(query.method);
    const { store, settings } = this.#workspace;
    const { questions: model, answers: answerModel } = settings.models;
    requireCapable(method, model);
    const options = await optionsOf(this.#workspace, query, method);
    const isSame = ({ run }: { readonly run: string }): boolean => {
      const known = store.run(run);
      return known?.batch === batch && isDeepStrictEqual(known.options, options);
    };
    const alike = resume ? store.runs().filter(isUnfinished({ model, answerModel, count, seed, method: method.id })) : [];
    const unfinished = alike.find(isSame);
    if (unfinished) return await this.resume({ ...query, run: unfinished.run }, signal);
    const chosen = seed ?? 1 + store.runs().filter(({ kind }) => kind === 'generate').length;
    const goal = { kind: 'generate', method: method.id, model, answerModel, seed: chosen, planned: count } as const;
    return this.#result(await runGeneration(this.#site, newRun({ ...noPlan, ...goal, batch, cap: capOf(query), options }), signal));
  }

  /** Asks for another version of each sample. */
  async regenerate(
    { samples, instruction, ...caps }: EngineArguments<'review/regenerate'>,
    signal: AbortSignal,
  ): Promise<Omit<EngineResult<'review/regenerate'>, 'revision'>> {
    const { store, settings } = this.#workspace;
    const { questions: model, answers: answerModel } = settings.models;
    const methods = [...byMethod(store, samples, model).keys()];
    const plan: Plan = {
      ...noPlan,
      kind: 'regenerate',
      method: methods.map(({ id }) => id).join(', '),
      model,
      answerModel,
      planned: samples.length,
      samples,
      instruction,
      cap: capOf(caps),
    };
    const regenerated: Regenerated = { changed: [], failed: [] };
    const { run, spent, ...end } = await runRegeneration(this.#site, newRun(plan), regenerated, signal);
    return { run, ...regenerated, ...spent, ...ending(end) };
  }

  /** Has samples scored as they are now. */
  async judge(query: EngineArguments<'samples/judge'>, signal: AbortSignal): Promise<EngineResult<'samples/judge'>> {
    const { store, settings } = this.#workspace;
    const { judge: model } = settings.models;
    requireCapable(requireMethod('judge'), model);
    const chosen = await chosenSamples(this.#workspace, query);
    const goal = { kind: 'judge', method: 'judge', model, planned: chosen.length, samples: chosen } as const;
    const { run, tally, spent, ...end } = await runJudging(this.#site, newRun({ ...noPlan, ...goal, cap: capOf(query) }), signal);
    return { run, judged: tally.kept, failed: tally.failed, fell: store.fell(run), ...spent, ...ending(end) };
  }

  /**
   * Goes on with a run, with the models, the seed and the count it was started with. Its jobs are taken from corpus,
   * templates and graph as they are now.
   * @throws UsageError when there is no such run, or nothing to go on with.
   */
  async resume({ run, failed = false, ...caps }: EngineArguments<'runs/resume'>, signal: AbortSignal): Promise<RunResult> {
    const { store } = this.#workspace;
    const known = this.#requireRun(run);
    if (known.outcome === 'running' || this.active.has(run)) throw new UsageError(`run ${run} is under way`);
    if (known.outcome === 'done' && !failed) throw new UsageError(`run ${run} is done; there is nothing to resume${retryHint(known)}`);
    store.append(this.#unbooked(known));
    const begun = resumedRun({ ...known, spent: spentBy(this.#workspace, known) }, capOf(caps, known.cap), failed, store.jobs(run));
    switch (known.kind) {
      case 'extract':
        return this.#result(await runExtraction(this.#site, begun, signal));
      case 'generate':
        return this.#result(await runGeneration(this.#site, begun, signal));
      case 'rate':
        return this.#result(await runRating(this.#site, begun, signal));
      case 'personas':
        return this.#result(await runPersonas(this.#site, begun, signal));
      case 'regenerate':
        return this.#result(await runRegeneration(this.#site, begun, { changed: [], failed: [] }, signal));
      case 'judge':
        return this.#result(await runJudging(this.#site, begun, signal));
    }
  }

  /** Ends a run under way here, or one that another process has left; what it has in batches is called off. */
  async cancel(run: string): Promise<boolean> {
    const known = this.#requireRun(run);
    const wasActive = this.active.cancel(run);
    if (known.outcome === 'running' && !wasActive) throw new UsageError(`run ${run} is under way in another process; cancel it there`);
    if (known.batch === 'openai') await this.#workspace.models.cancelBatches(run);
    if (wasActive || known.outcome === 'done' || known.outcome === 'cancelled') return wasActive;
    const { kept, gated, failed } = known;
    this.#workspace.store.append([
      ...this.#unbooked(known),
      { type: 'run.ended', run, outcome: 'cancelled', kept, gated, failed, reason: null },
    ]);
    return true;
  }

  /** What a run paid for and had not yet put into the journal when it was killed. */
  #unbooked(known: RunPlan): NewEvent[] {
    const spent = spentSince(known.spent, spentBy(this.#workspace, known));
    return isNothing(spent) ? [] : [{ type: 'run.spent', run: known.run, spent }];
  }

  #requireRun(run: string): RunPlan {
    const known = this.#workspace.store.run(run);
    if (known === undefined) throw new UsageError(`there is no run ${run}; loom runs list shows them`);
    return known;
  }

  #result({ run, kind, tally, spent, ...end }: Ended): RunResult {
    const fell = this.#workspace.store.fell(run);
    return { run, kind, generated: tally.kept + tally.gated, ...tally, fell, ...spent, ...ending(end) };
  }

  async #extracted({ run, tally, spent, ...end }: Ended, planned: number): Promise<EngineResult<'extract'>> {
    const { store, settings } = this.#workspace;
    const corpus = await this.#workspace.corpus();
    const { graph } = await this.#workspace.graph();
    const failures = store.extractionFailures(settings.models.questions);
    return {
      run,
      ...spent,
      documents: corpus.documents.length,
      passages: corpus.passages.length,
      planned,
      extracted: tally.kept,
      failed: [
        ...corpus.problems.map(({ file, line, reason }) => ({ file, reason: line === undefined ? reason : `line ${line}: ${reason}` })),
        ...corpus.passages.flatMap(({ file, hash }) => {
          const failure = failures.get(hash);
          return failure === undefined ? [] : [{ file, reason: failure.reason }];
        }),
      ],
      topics: graph.counts.topics,
      concepts: graph.counts.concepts,
      ...ending(end),
    };
  }
}

const ending = ({ outcome, stopped }: Pick<Ended, 'outcome' | 'stopped'>) => ({
  outcome,
  cancelled: outcome === 'paused' || outcome === 'cancelled',
  stopped,
});
