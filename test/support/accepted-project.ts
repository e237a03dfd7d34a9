/** A project of many accepted samples, the same at every call. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../../src/core/samples/events.ts';
import { openStore } from '../../src/engine/storage/store.ts';
import { generated, version } from '../unit/samples/events.ts';

const [batch, documents] = [5000, 2000];

/** @returns its folder, which is the caller's to remove */
export function acceptedProject(count: number): string {
  let state = 1;
  /** A small linear congruential generator (Numerical Recipes). */
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (): string => Array.from({ length: 3 + random(7) }, () => 'etaoinshrdlu'[random(12)]).join('');
  const vocabulary = Array.from({ length: 20_000 }, word);
  const text = (length: number): string => Array.from({ length }, () => vocabulary[random(vocabulary.length)]).join(' ');
  const sample = (ordinal: number): NewEvent[] => {
    const id = `s${String(ordinal).padStart(8, '0')}`;
    const content = { shape: 'qa', question: `${text(25)}?`, answer: text(100) } as const;
    const file = `corpus/${random(documents)}.md`;
    const first = { ...version(`${id}-1`), content, prompt: `prompt-${ordinal}`, evidence: [] };
    const references = [{ file, passage: `${file}#1`, start: 0, end: 900, jaccard: 0.5 }];
    return [
      { type: 'sample.generated', sample: id, generated: { ...generated(id, first), references }, gate: null },
      { type: 'sample.accepted', sample: id },
    ];
  };
  const folder = mkdtempSync(join(tmpdir(), 'bench-accepted-'));
  mkdirSync(join(folder, 'corpus'));
  for (let at = 0; at < documents; at++) writeFileSync(join(folder, `corpus/${at}.md`), `# Document ${at}\n\n${text(60)}.\n`);
  const store = openStore(folder, { by: 'benchmark', dataset: 'dataset' });
  for (let at = 0; at < count; at += batch)
    store.append(Array.from({ length: Math.min(batch, count - at) }, (_, nth) => sample(at + nth)).flat());
  store.close();
  return folder;
}
