/** A mixture from its plan to the Hub: planned, made, named, changed, compared, brought back, written, and shown to the Hub. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { mixtureManifest } from '../../../src/core/planning/mixture/manifest.ts';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { HubServer } from '../../support/hub-server.ts';
import { realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

let at: ModelledProject;
let hub: HubServer;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand'], reply: realistic });
  at.manySets('models: { questions: hand, answers: hand }\ngates: { nearDuplicates: null, language: false }\n');
  at.moreDocuments(60);
  hub = await HubServer.start();
  at.environment.HF_ENDPOINT = hub.url;
});
afterAll(async () => {
  await at.end();
  await hub.close();
});

async function loom(...args: string[]): Promise<unknown> {
  const { code, out, err } = await runLoom(at.folder, { ...process.env, ...at.environment }, ...args, '--json');
  expect({ args, code, err: code === 0 ? '' : err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
}

const planned = async (...args: string[]) => engineRequests['plan/mixture'].result.parse(await loom('plan', 'mixture', ...args));
const samplesIn = async (line: string): Promise<string[]> => {
  const { samples } = z
    .looseObject({ samples: z.array(z.looseObject({ id: z.string() })) })
    .parse(await loom('review', 'list', '--filter', line, '--limit', '500'));
  return samples.map(({ id }) => id);
};
const differing = async (...states: string[]): Promise<Record<string, number>> =>
  z.looseObject({ counts: z.record(z.string(), z.number()) }).parse(await loom('diff', ...states)).counts;

it('asks for what a mixture of 30 % lacks until nothing is lacking', async () => {
  // What is made is planned anew when its real length is known: the first guess is the length of the passages.
  for (let round = 1; ; round++) {
    const { runs, kinds } = await planned('--share', 'hq=30');
    const [run] = runs;
    if (run === undefined) break;
    expect(round).toBeLessThan(6);
    expect(run).toMatchObject({ kind: 'hq', method: 'rephrase', style: 'hq', problem: null });
    expect(kinds.find(({ kind }) => kind === 'hq')!.make!.tokens).toBeGreaterThan(0);
    await loom(...run.command.replace(/^loom /, '').split(' '));
    await loom('review', 'accept', '--all', '--status', 'pending');
  }
  const { kinds, budget } = await planned('--share', 'hq=30');
  const hq = kinds.find(({ kind }) => kind === 'hq')!;
  expect(hq).toMatchObject({ share: 30, make: null, short: 0, warnings: [] });
  expect(hq.there).toBeGreaterThanOrEqual(0.3 * budget - 1);
});

it('names the state, regenerates ten, tells them apart and brings them back', async () => {
  await loom('snapshot', 'thirty percent');
  const ten = (await samplesIn('status:accepted')).slice(0, 10);
  expect(ten).toHaveLength(10);
  await loom('review', 'regenerate', ...ten, '--instruction', 'Say it in fewer words.');
  expect(await differing('thirty percent')).toMatchObject({ edited: 10 });
  await loom('restore', 'thirty percent');
  expect(Object.values(await differing('thirty percent')).every((count) => count === 0)).toBe(true);
  const { kinds } = await planned('--share', 'hq=30');
  expect(kinds.find(({ kind }) => kind === 'hq')!.make).toBeNull();
});

it('writes the mixture, and shows what publishing would send without sending it', async () => {
  await loom('plan', 'mixture', '--share', 'hq=30', '--out', join(at.folder, 'mixed'));
  const { parts, lacking } = mixtureManifest.parse(JSON.parse(readFileSync(join(at.folder, 'mixed/mixture.json'), 'utf8')));
  expect(lacking).toEqual([]);
  expect(parts.map(({ name, weight }) => [name, Math.round(100 * weight)])).toEqual([
    ['corpus', 70],
    ['hq', 30],
  ]);
  await loom('export', '--format', 'text', '--out', 'out');
  const told = z.looseObject({ published: z.unknown().optional() }).parse(await loom('publish', 'ada/tides', '--from', 'out'));
  expect(JSON.stringify(told)).toContain('train-00000-of-00001.jsonl');
  expect(hub.repositories.size).toBe(0);
});
