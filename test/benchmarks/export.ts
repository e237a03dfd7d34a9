/**
 * Exporting at size: `npm run bench -- export [SAMPLES]` (1,000,000 unless told). Each export is a process of its own, whose peak memory is
 * told; beside it the least that could be done: to go through the lines of the dataset folder, parse each and write it again.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../../src/core/samples/events.ts';
import { openStore } from '../../src/engine/storage/store.ts';
import { generated, version } from '../unit/samples/events.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const batch = 5000;
const documents = 2000;

let state = 1;
/** A small linear congruential generator (Numerical Recipes): the same data at every run. */
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const vocabulary = Array.from({ length: 20_000 }, () => Array.from({ length: 3 + random(7) }, () => 'etaoinshrdlu'[random(12)]).join(''));
const text = (length: number): string => Array.from({ length }, () => vocabulary[random(vocabulary.length)]).join(' ');

function sample(ordinal: number): NewEvent[] {
  const id = `s${String(ordinal).padStart(8, '0')}`;
  const content = { shape: 'qa', question: `${text(25)}?`, answer: text(100) } as const;
  const file = `corpus/${random(documents)}.md`;
  const first = { ...version(`${id}-1`), content, prompt: `prompt-${ordinal}`, evidence: [] };
  const references = [{ file, passage: `${file}#1`, start: 0, end: 900, jaccard: 0.5 }];
  return [
    { type: 'sample.generated', sample: id, generated: { ...generated(id, first), references }, gate: null },
    { type: 'sample.accepted', sample: id },
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'bench-export-'));
try {
  mkdirSync(join(folder, 'corpus'));
  for (let at = 0; at < documents; at++) writeFileSync(join(folder, `corpus/${at}.md`), `# Document ${at}\n\n${text(60)}.\n`);
  const store = openStore(folder, { by: 'benchmark', dataset: 'dataset' });
  for (let at = 0; at < count; at += batch)
    store.append(Array.from({ length: Math.min(batch, count - at) }, (_, nth) => sample(at + nth)).flat());
  store.close();
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
