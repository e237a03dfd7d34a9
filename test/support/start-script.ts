import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * Starts a TypeScript file in a Node process of its own; what it complains of is shown among the test's output. None of the
 * worker's own streams is handed on: Vitest ends when those do, and a process left behind, be it a child of this one, would hold them.
 */
export function startScript(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], { env: { ...process.env, ...env } });
  child.stderr.pipe(process.stderr, { end: false });
  return child;
}
