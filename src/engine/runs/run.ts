import { ulid } from 'ulid';
import type { NewEvent } from '../../core/samples/events.ts';
import type { EngineNotifications } from '../../protocol/engine.ts';
import type { Store } from '../storage/store.ts';

type Progress = EngineNotifications['progress'];
export type Report = (progress: Progress) => void;

interface Plan {
  readonly kind: 'extract' | 'generate' | 'regenerate';
  readonly method: string;
  readonly model: string;
  readonly seed: number | null;
  readonly planned: number;
}

export interface Tally {
  kept: number;
  gated: number;
  failed: number;
}

/** What a run's work gets: its id, when to stop, and where to count. */
export interface Running {
  readonly run: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
  /** Tells how far the run is, in its own unit. */
  readonly report: (done: number, total: number) => void;
}

/**
 * Runs one plan between its `run.started` and `run.ended` events. A cancellation ends it as cancelled, with what was
 * made so far kept; an error ends it as failed and is thrown on.
 */
export async function executeRun(
  store: Store,
  plan: Plan,
  options: { label: string; signal: AbortSignal; report: Report; active: ActiveRuns },
  work: (running: Running) => Promise<void>,
): Promise<{ run: string; cancelled: boolean; tally: Tally }> {
  const run = ulid();
  const tally: Tally = { kept: 0, gated: 0, failed: 0 };
  const cancel = options.active.start(run);
  const signal = AbortSignal.any([options.signal, cancel]);
  const end = (outcome: 'done' | 'cancelled' | 'failed', reason: string | null): NewEvent => ({
    type: 'run.ended',
    run,
    outcome,
    ...tally,
    reason,
  });
  store.append([{ type: 'run.started', run, ...plan }]);
  try {
    await work({
      run,
      signal,
      tally,
      report: (done, total) => {
        options.report({ run, label: options.label, done, total, kept: tally.kept, failed: tally.failed });
      },
    });
    store.append([end('done', null)]);
    return { run, cancelled: false, tally };
  } catch (error) {
    if (!signal.aborted) {
      store.append([end('failed', error instanceof Error ? error.message : String(error))]);
      throw error;
    }
    store.append([end('cancelled', null)]);
    return { run, cancelled: true, tally };
  } finally {
    options.active.end(run);
  }
}

/** The runs of this process that can be cancelled by their id. */
export class ActiveRuns {
  readonly #controllers = new Map<string, AbortController>();

  start(run: string): AbortSignal {
    const controller = new AbortController();
    this.#controllers.set(run, controller);
    return controller.signal;
  }

  end(run: string): void {
    this.#controllers.delete(run);
  }

  /** False when no such run is under way here. */
  cancel(run: string): boolean {
    this.#controllers.get(run)?.abort(new Error('cancelled'));
    return this.#controllers.has(run);
  }
}
