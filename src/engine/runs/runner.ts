import { createGates } from './gates.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { initProject } from '../init.ts';
import { requireSample } from '../queries/samples.ts';
import type { Workspace } from '../workspace.ts';
import { referencedSets } from './concept-sets.ts';
import { extractPassages } from './extract-run.ts';
import { generateSamples } from './generate-run.ts';
import type { Level3Tools } from './level3.ts';
import { regenerateSamples } from './regenerate-run.ts';
import { ActiveRuns, executeRun, type Report } from './run.ts';
import { loadTemplate } from './templates.ts';

/** Everything that asks a model. */
export class Runner {
  readonly active = new ActiveRuns();
  readonly #workspace: Workspace;
  readonly #report: Report;

  constructor(workspace: Workspace, report: Report) {
    this.#workspace = workspace;
    this.#report = report;
  }

  /** Extracts every passage that has no extraction by the chosen model yet. */
  async extract(signal: AbortSignal): Promise<EngineResult<'extract'>> {
    const workspace = this.#workspace;
    await initProject(workspace.folder);
    await workspace.refresh();
    const { store, settings } = workspace;
    const corpus = await workspace.corpus();
    const done = workspace.extractions();
    const passages = [...corpus.byHash].flatMap(([hash, [passage]]) => (passage === undefined || done.has(hash) ? [] : [passage]));
    const model = workspace.model(settings.models.questions, corpus);
    const template = await loadTemplate(workspace.folder, 'extract');
    const plan = { kind: 'extract', method: 'extract', model: model.id, seed: null, planned: passages.length } as const;
    const { run, cancelled, tally } = await executeRun(
      store,
      plan,
      { label: 'Extracting concepts', signal, report: this.#report, active: this.active },
      (running) => extractPassages(passages, { store, model, template, prompts: settings.prompts }, running),
    );
    const { graph } = await workspace.graph();
    const failures = store.extractionFailures(model.id);
    return {
      run,
      documents: corpus.documents.length,
      passages: corpus.passages.length,
      extracted: tally.kept,
      failed: [
        ...corpus.problems.map(({ file, line, reason }) => ({ file, reason: line === undefined ? reason : `line ${line}: ${reason}` })),
        ...corpus.passages.flatMap(({ file, hash }) => {
          const reason = failures.get(hash);
          return reason === undefined ? [] : [{ file, reason }];
        }),
      ],
      topics: graph.counts.topics,
      concepts: graph.counts.concepts,
      cancelled,
    };
  }

  /** Goes through seeded concept sets until `count` samples are kept. */
  async generate({ method, count, seed }: EngineArguments<'generate'>, signal: AbortSignal): Promise<EngineResult<'generate'>> {
    requireLevel3(method);
    const workspace = this.#workspace;
    const { store, settings } = workspace;
    const corpus = await workspace.corpus();
    const state = await workspace.graph();
    if (state.graph.counts.topics === 0) throw new UsageError('the concept graph is empty; extract concepts first (loom extract)');
    const chosen = seed ?? 1 + store.runs().filter(({ kind }) => kind === 'generate').length;
    const tools = { ...(await this.#level3Tools()), store, corpus, gate: createGates(settings.gates, store) };
    const plan = { kind: 'generate', method, model: settings.models.questions, seed: chosen, planned: count } as const;
    let stopped: string | null = null;
    const { run, cancelled, tally } = await executeRun(
      store,
      plan,
      { label: 'Generating samples', signal, report: this.#report, active: this.active },
      async (running) => {
        stopped = await generateSamples(referencedSets(state, settings.walk, chosen), count, tools, running);
      },
    );
    return { run, generated: tally.kept + tally.gated, ...tally, cancelled, stopped };
  }

  /** Asks for another version of each sample. */
  async regenerate(
    { samples, instruction }: EngineArguments<'review/regenerate'>,
    signal: AbortSignal,
  ): Promise<Omit<EngineResult<'review/regenerate'>, 'revision'>> {
    const workspace = this.#workspace;
    const { store, settings } = workspace;
    const corpus = await workspace.corpus();
    const chosen = samples.map((id) => requireSample(store, id));
    const tools = { ...(await this.#level3Tools()), store, corpus };
    const plan = { kind: 'regenerate', method: 'level3', model: settings.models.questions, seed: null, planned: chosen.length } as const;
    let result: Awaited<ReturnType<typeof regenerateSamples>> = { changed: [], failed: [] };
    await executeRun(store, plan, { label: 'Regenerating', signal, report: this.#report, active: this.active }, async (running) => {
      result = await regenerateSamples(chosen, instruction, tools, running);
    });
    return result;
  }

  async #level3Tools(): Promise<Level3Tools> {
    const { folder, settings } = this.#workspace;
    const corpus = await this.#workspace.corpus();
    return {
      questionModel: this.#workspace.model(settings.models.questions, corpus),
      answerModel: this.#workspace.model(settings.models.answers, corpus),
      level3: await loadTemplate(folder, 'level3'),
      answer: await loadTemplate(folder, 'answer'),
      prompts: settings.prompts,
    };
  }
}

/** @throws UsageError for a method that does not generate samples. */
export function requireLevel3(method: string): void {
  if (method !== 'level3') throw new UsageError(`there is no method “${method}” that generates samples; there is level3`);
}
