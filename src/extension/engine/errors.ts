/** Ways in which the engine's process fails those who ask it. */

/** End of an engine's process. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to stderr. */
  readonly lastWords: string;
}

/** The engine answered with an error, or with something the contract does not allow. The message is for people. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** The request was called off before anything came of it. */
export class EngineCancelled extends Error {
  override readonly name = 'EngineCancelled';
}

/** The engine's process is gone, or was never there; what it was asked may or may not have happened. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
}
