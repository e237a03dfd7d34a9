import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { Cap } from '../../core/samples/spent.ts';
import { UsageError } from '../errors.ts';
import { initProject } from '../init.ts';
import { requireSample } from '../queries/samples.ts';
import type { RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { ActiveRuns } from './active-runs.ts';
import { referencedSets } from './concept-sets.ts';
import { extractPassages } from './extract-run.ts';
import { createGates } from './gates.ts';
import { generateSamples } from './generate-run.ts';
import { loadLevel3, requireLevel3 } from './level3-templates.ts';
import { type Regenerated, regenerateSamples } from './regenerate-run.ts';
import { type Begun, type Ended, executeRun, newRun, type Plan, type Report, resumedRun, type RunTools } from './run.ts';
import { loadTemplate } from './templates.ts';

type RunResult = EngineResult<'runs/resume'>;

/** Everything that asks a model. */
export class Runner {
  readonly active = new ActiveRuns();
  readonly #workspace: Workspace;
  readonly #tools: RunTools;

  constructor(workspace: Workspace, report: Report) {
    this.#workspace = workspace;
    const { store, models } = workspace;
    this.#tools = { store, models, active: this.active, report };
  }

  /** Extracts every passage that has no extraction by the chosen model yet. */
  async extract(caps: EngineArguments<'extract'>, signal: AbortSignal): Promise<EngineResult<'extract'>> {
    const workspace = this.#workspace;
    await initProject(workspace.folder);
    await workspace.refresh();
    const { questions } = workspace.settings.models;
    const planned = (await this.#unextracted(questions)).length;
    const plan: Plan = { ...noPlan, kind: 'extract', method: 'extract', model: questions, planned, cap: capOf(caps) };
    const ended = await this.#runExtraction(newRun(plan), signal);
    return await this.#extracted(ended);
  }

  /** Goes through seeded concept sets until `count` samples are kept. */
  async generate(query: EngineArguments<'generate'>, signal: AbortSignal): Promise<RunResult> {
    const { method, count, seed, batch = null, resume = false } = query;
    requireLevel3(method);
    const { store, settings } = this.#workspace;
    await this.#requireGraph();
    const { questions: model, answers: answerModel } = settings.models;
    const unfinished = resume ? store.runs().find(isUnfinished({ model, answerModel, count, seed, method })) : undefined;
    if (unfinished) return await this.resume({ ...query, run: unfinished.run }, signal);
    const chosen = seed ?? 1 + store.runs().filter(({ kind }) => kind === 'generate').length;
    const plan: Plan = { ...noPlan, kind: 'generate', method, model, answerModel, seed: chosen, planned: count, batch, cap: capOf(query) };
    return this.#result(await this.#runGeneration(newRun(plan), signal));
  }

  /** Asks for another version of each sample. */
  async regenerate(
    { samples, instruction, ...caps }: EngineArguments<'review/regenerate'>,
    signal: AbortSignal,
  ): Promise<Omit<EngineResult<'review/regenerate'>, 'revision'>> {
    const { store, settings } = this.#workspace;
    for (const id of samples) requireSample(store, id);
    const { questions: model, answers: answerModel } = settings.models;
    const plan: Plan = {
      ...noPlan,
      kind: 'regenerate',
      method: 'level3',
      model,
      answerModel,
      planned: samples.length,
      samples,
      instruction,
      cap: capOf(caps),
    };
    const regenerated: Regenerated = { changed: [], failed: [] };
    const { stopped } = await this.#runRegeneration(newRun(plan), regenerated, signal);
    return { ...regenerated, stopped };
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
    const cap = { tokens: caps.maxTokens ?? known.cap.tokens, cost: caps.maxCost ?? known.cap.cost };
    const begun = resumedRun(known, cap, failed, store.jobs(run));
    switch (known.kind) {
      case 'extract':
        return this.#result(await this.#runExtraction(begun, signal));
      case 'generate':
        return this.#result(await this.#runGeneration(begun, signal));
      case 'regenerate':
        return this.#result(await this.#runRegeneration(begun, { changed: [], failed: [] }, signal));
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
    this.#workspace.store.append([{ type: 'run.ended', run, outcome: 'cancelled', kept, gated, failed, reason: null }]);
    return true;
  }

  #requireRun(run: string): RunPlan {
    const known = this.#workspace.store.run(run);
    if (known === undefined) throw new UsageError(`there is no run ${run}; loom runs list shows them`);
    return known;
  }

  async #requireGraph(): Promise<void> {
    const { graph } = await this.#workspace.graph();
    if (graph.counts.topics === 0) throw new UsageError('the concept graph is empty; extract concepts first (loom extract)');
  }

  async #runExtraction(begun: Begun, signal: AbortSignal): Promise<Ended> {
    const { folder, settings, store } = this.#workspace;
    const passages = await this.#unextracted(begun.plan.model);
    const failures = store.extractionFailures(begun.plan.model);
    const template = await loadTemplate(folder, 'extract');
    const attempts = new Map([...failures].map(([hash, { times }]) => [hash, times]));
    const chosen = begun.failedOnly ? passages.filter(({ hash }) => begun.before.jobs.failures.has(hash)) : passages;
    return await executeRun(begun, this.#tools, { label: 'Extracting concepts', signal }, (running) =>
      extractPassages(chosen, { template, prompts: settings.prompts, attempts }, running),
    );
  }

  async #runGeneration(begun: Begun, signal: AbortSignal): Promise<Ended> {
    const { folder, settings, store } = this.#workspace;
    await this.#requireGraph();
    const tools = {
      templates: await loadLevel3(folder, settings.prompts),
      corpus: await this.#workspace.corpus(),
      gate: createGates(settings.gates, store),
      exists: (sample: string) => store.sample(sample) !== undefined,
    };
    const sets = referencedSets(await this.#workspace.graph(), settings.walk, begun.plan.seed ?? 1);
    return await executeRun(begun, this.#tools, { label: 'Generating samples', signal }, (running) =>
      generateSamples(sets, tools, running),
    );
  }

  async #runRegeneration(begun: Begun, result: Regenerated, signal: AbortSignal): Promise<Ended> {
    const { folder, settings, store } = this.#workspace;
    const tools = {
      templates: await loadLevel3(folder, settings.prompts),
      corpus: await this.#workspace.corpus(),
      sample: (id: string) => requireSample(store, id),
    };
    return await executeRun(begun, this.#tools, { label: 'Regenerating', signal }, (running) => regenerateSamples(tools, running, result));
  }

  /** One passage of each text that the model has not extracted yet. */
  async #unextracted(model: string) {
    const { byHash } = await this.#workspace.corpus();
    const done = this.#workspace.store.extractedBy(await this.#provenance(model));
    return [...byHash].flatMap(([hash, [passage]]) => (passage === undefined || done.has(hash) ? [] : [passage]));
  }

  /** The id under which what a model made is kept. */
  async #provenance(id: string): Promise<string> {
    return (await this.#workspace.models.open(id)).model.id;
  }

  #result({ run, tally, spent, ...end }: Ended): RunResult {
    const fell = this.#workspace.store.fell(run);
    return { run, generated: tally.kept + tally.gated, ...tally, fell, ...spent, ...ending(end) };
  }

  async #extracted({ run, tally, spent, ...end }: Ended): Promise<EngineResult<'extract'>> {
    const { store, settings } = this.#workspace;
    const corpus = await this.#workspace.corpus();
    const { graph } = await this.#workspace.graph();
    const failures = store.extractionFailures(settings.models.questions);
    return {
      run,
      ...spent,
      documents: corpus.documents.length,
      passages: corpus.passages.length,
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

const noPlan = { answerModel: null, seed: null, batch: null, samples: [], instruction: null } as const;

const capOf = ({ maxTokens, maxCost }: { maxTokens?: number | undefined; maxCost?: number | undefined }): Cap => ({
  tokens: maxTokens ?? null,
  cost: maxCost ?? null,
});

/** Whether a run set out for the same and did not get there. */
function isUnfinished(wanted: { model: string; answerModel: string; count: number; seed: number | undefined; method: string }) {
  return ({ kind, method, model, answerModel, planned, seed, outcome }: EngineResult<'runs/list'>['runs'][number]): boolean =>
    kind === 'generate' &&
    outcome !== 'done' &&
    outcome !== 'running' &&
    method === wanted.method &&
    model === wanted.model &&
    answerModel === wanted.answerModel &&
    planned === wanted.count &&
    (wanted.seed === undefined || seed === wanted.seed);
}

const retryHint = ({ run, failed }: RunPlan): string => (failed > 0 ? `, but ${failed} failed: loom runs retry ${run} --failed` : '');
