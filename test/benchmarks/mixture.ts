/**
 * Planning a mixture at size: `npm run bench -- mixture [SAMPLES]` (100,000 unless told). First all is counted; then a share is changed, and
 * then a sample is decided on. Beside it the least that could be done: to count the tokens of the same texts, read from the dataset folder.
 */
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from '../../src/core/corpus/tokens.ts';
import { openProject } from '../../src/engine/project.ts';
import { acceptedProject } from '../support/accepted-project.ts';

const folder = acceptedProject(Number(process.argv[2] ?? 100_000));
const tell = (what: string, ms: number, more = ''): void => {
  console.log(`${what.padEnd(44)} ${Math.round(ms).toLocaleString('en')} ms${more}`);
};
try {
  countTokens('to load its vocabulary');
  let begun = performance.now();
  let tokens = 0;
  for (const file of globSync(join(folder, 'dataset/data/*.jsonl'))) {
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const { question, answer } = JSON.parse(line) as Record<'question' | 'answer', string>;
      tokens += countTokens(`${question}\n\n${answer}`);
    }
  }
  tell('lines of the dataset folder, counted', performance.now() - begun, `, ${tokens.toLocaleString('en')} tokens`);
  const project = await openProject(folder, { by: 'benchmark', trusted: true });
  await project.request('status', {});
  let longest = 0;
  const measured = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    longest = 0;
    let last = performance.now();
    const turn = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 0);
    begun = performance.now();
    await work();
    const ms = performance.now() - begun;
    clearInterval(turn);
    tell(what, ms, `, longest turn ${Math.round(longest)} ms`);
  };
  await measured('first plan', () => project.request('plan/mixture', {}));
  await measured('with another share', () => project.request('plan/mixture', { shares: { questions: 20 } }));
  const { samples } = await project.request('samples/list', { filter: { status: ['accepted'] }, offset: 0, limit: 1 });
  await project.request('review/reject', { samples: [samples[0]!.id], reason: 'dull' });
  await measured('after a decision', () => project.request('plan/mixture', {}));
  project.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
