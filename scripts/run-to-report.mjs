import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { root } from './run.mjs';

/**
 * Runs a command that writes a report when all is done, and ends it where it does not end by itself. Vitest waits for the end of its
 * workers' output, without limit: a process that a test left behind holds that, and with it every run after.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ report: string, grace: number, limit: number, env?: NodeJS.ProcessEnv }} options the file that it writes, in a folder that is
 *   there; milliseconds that it has to end after that; milliseconds that it has in all
 * @returns {Promise<'passed' | 'failed' | 'lingered' | 'too slow'>} `lingered`: ended here after its report, as `too slow` is at the limit;
 *   that it would have ended well is not known
 */
export function runToReport(command, args, { report, grace, limit, env = process.env }) {
  return new Promise((resolve, reject) => {
    /** @type {'lingered' | 'too slow' | undefined} */
    let stopped;
    /** @type {NodeJS.Timeout | undefined} */
    let lingering;
    // Watched before the command begins: where nothing can be watched, none is left running.
    const watcher = watch(dirname(report), (_, name) => {
      if (name === basename(report)) lingering ??= setTimeout(stop, grace, 'lingered');
    });
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    /** @param {'lingered' | 'too slow'} why */
    const stop = (why) => {
      stopped = why;
      child.kill('SIGKILL');
    };
    const limited = setTimeout(stop, limit, 'too slow');
    const settle = () => {
      clearTimeout(limited);
      clearTimeout(lingering);
      watcher.close();
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('exit', (code) => {
      settle();
      resolve(stopped ?? (code === 0 ? 'passed' : 'failed'));
    });
  });
}
