/**
 * Exporting at size: `npm run bench -- export [SAMPLES]` (1,000,000 unless told). Each export is a process of its own, whose peak memory is
 * told; beside it the least that could be done: to go through the lines of the dataset folder, parse each and write it again.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedProject } from '../support/accepted-project.ts';

const folder = acceptedProject(Number(process.argv[2] ?? 1_000_000));
try {
  const cases = ['lines', 'jsonl', 'messages', 'parquet', 'jsonl --split'];
  for (const each of cases) {
    const out = execFileSync(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'export/one-export.ts'), folder, ...each.split(' ')],
      {
        encoding: 'utf8',
      },
    );
    const { seconds, rows, peak, longest } = JSON.parse(out) as Record<'seconds' | 'rows' | 'peak' | 'longest', number>;
    const pace = Math.round(rows / seconds).toLocaleString('en');
    console.log(
      `${each.padEnd(16)} ${rows.toLocaleString('en')} rows, ${pace} a second; peak memory ${peak} MiB; longest turn ${longest} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
