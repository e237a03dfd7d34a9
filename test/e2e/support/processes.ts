import { execFileSync } from 'node:child_process';

/** Ids of the engine processes that have this folder open. */
export function enginesOf(folder: string): number[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes('engine.mjs') && `${line} `.includes(`--folder ${folder} `))
    .map((line) => Number.parseInt(line, 10));
}
