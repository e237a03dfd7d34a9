import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const main = join(import.meta.dirname, '../../../src/cli/main.ts');

/** The command line as a process of its own, in a folder. */
export async function runLoom(
  folder: string,
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, ['--no-warnings', main, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, exit] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<unknown[]>]);
  return { code: exit[0], out, err };
}
