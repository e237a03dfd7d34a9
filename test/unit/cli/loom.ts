import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const mainOfLoom = join(import.meta.dirname, '../../../src/cli/main.ts');

interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, in a folder. */
export const runLoom = (folder: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> => startLoom(folder, env, ...args).ended;

/** The same, while it goes on. */
export function startLoom(folder: string, env: NodeJS.ProcessEnv, ...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--no-warnings', mainOfLoom, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const all = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<unknown[]>]);
  return { child, ended: all.then(([out, err, exit]) => ({ code: exit[0], out, err })) };
}
