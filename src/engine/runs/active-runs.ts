import { RunPaused } from './stopping.ts';

/** The runs of this process that can be called off by their id. */
export class ActiveRuns {
  readonly #controllers = new Map<string, AbortController>();

  start(run: string): AbortController {
    const controller = new AbortController();
    this.#controllers.set(run, controller);
    return controller;
  }

  end(run: string): void {
    this.#controllers.delete(run);
  }

  has(run: string): boolean {
    return this.#controllers.has(run);
  }

  /** False when no such run is under way here. */
  cancel(run: string): boolean {
    return this.#abort(run, new Error('cancelled'));
  }

  /** As `cancel`, but says that it is to go on some time. */
  pause(run: string): boolean {
    return this.#abort(run, new RunPaused('paused'));
  }

  #abort(run: string, reason: Error): boolean {
    this.#controllers.get(run)?.abort(reason);
    return this.#controllers.has(run);
  }
}
