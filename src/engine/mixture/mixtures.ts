import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { ReportProgress } from '../runs/run.ts';
import type { Workspace } from '../workspace.ts';
import { MixtureMeasurer } from './measured.ts';
import { planMixtureRuns } from './plan.ts';
import { writeMixture } from './write-mixture.ts';

/** The mixtures of a project: planned and written of the same counts. */
export class Mixtures {
  readonly #workspace: Workspace;
  readonly #report: ReportProgress;
  readonly #measurer: MixtureMeasurer;

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    this.#report = report;
    this.#measurer = new MixtureMeasurer(workspace, report);
  }

  plan(query: EngineArguments<'plan/mixture'>, signal: AbortSignal): Promise<EngineResult<'plan/mixture'>> {
    return planMixtureRuns(this.#workspace, this.#measurer, query, signal);
  }

  write(query: EngineArguments<'mixture/write'>, signal: AbortSignal): Promise<EngineResult<'mixture/write'>> {
    return writeMixture(this.#workspace, this.#measurer, query, signal, this.#report);
  }
}
