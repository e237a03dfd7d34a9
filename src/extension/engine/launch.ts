/** Command line of an engine's process. */

export interface EngineCommand {
  readonly node: string;
  /** Node's own. */
  readonly options: readonly string[];
  readonly module: string;
  readonly arguments: readonly string[];
}

/** The port at which a debugger can attach to the engine, of this machine alone: F5 sets `LOOM_ENGINE_INSPECT`. */
export function inspectOptions({ LOOM_ENGINE_INSPECT: port = '' }: NodeJS.ProcessEnv): readonly string[] {
  return /^\d+$/.test(port) ? [`--inspect=127.0.0.1:${port}`] : [];
}
