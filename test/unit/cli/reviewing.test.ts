import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { makes } from '../storage/made-up.ts';
import { newProject, using } from '../storage/projects.ts';
import { mainOfLoom, runLoom, startLoom } from './loom.ts';

const many = 3000;

it.each(['stdout', 'stderr'] as const)(
  'ends quietly, its work done, when whoever reads its %s goes away',
  { timeout: 120_000 },
  async (gone) => {
    const folder = newProject();
    using(folder, (store) => store.append(Array.from({ length: many }, (_, at) => makes(`s${at}`))));
    const args = ['review', 'accept', '--filter', 'shape:qa', '--json'];
    const child = spawn(process.execPath, ['--no-warnings', mainOfLoom, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const other = text(gone === 'stdout' ? child.stderr : child.stdout);
    child[gone].destroy();
    const [code] = (await once(child, 'exit')) as unknown[];
    expect({ code, said: await other }).toEqual({
      code: 0,
      said: expect.stringMatching(gone === 'stdout' ? /^(Accepting samples \d+% of 3000\n)*$/ : /^\{"changed":\[.*\}\n$/) as unknown,
    });
    using(folder, (store) => {
      expect(store.sampleIds({ status: ['accepted'] })).toHaveLength(many);
    });
  },
);

it('says how far accepting many is, and keeps what it has accepted on Ctrl-C', { timeout: 120_000 }, async () => {
  const folder = newProject();
  using(folder, (store) => store.append(Array.from({ length: many }, (_, at) => makes(`s${at}`))));
  const { child, ended } = startLoom(folder, process.env, 'review', 'accept', '--filter', 'shape:qa');
  await once(child.stderr!, 'data');
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect(err).toContain(`Accepting samples 0% of ${many}`);
  expect(code).toBe(1);
  const [, accepted] = /^([\d,]+) of 3,000 accepted; cancelled, loom review undo takes them back\n$/.exec(out) ?? [];
  expect(Number(accepted?.replace(',', ''))).toBeLessThan(many);
  using(folder, (store) => {
    expect(store.sampleIds({ status: ['accepted'] })).toHaveLength(Number(accepted?.replace(',', '')));
  });
  const undone = await runLoom(folder, process.env, 'review', 'undo');
  expect(undone.out).toBe(`undo: accepted ${Number(accepted?.replace(',', ''))} samples\n`);
});
