import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/engine/errors.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { measuredCurve } from '../planning/fixture.ts';

let folder: string;
let project: OpenedProject;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-planning-'));
  project = await openProject(folder, { trusted: false, by: 'test', sources: { environment: {} } });
});
afterEach(() => {
  project.close();
  rmSync(folder, { recursive: true });
});

const points = measuredCurve.x.map((x, at) => ({ x, loss: measuredCurve.loss[at]! }));
const defaults = { in: 'D', draws: 100, seed: 0, level: 0.9 } as const;

describe('plan/scaling', () => {
  it('answers by the contract, in a folder without documents, in restricted mode, and writes nothing', async () => {
    const answer = await project.request('plan/scaling', { ...defaults, points, target: 1.5, against: { name: 'itself', points } });
    expect(engineRequests['plan/scaling'].result.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      in: 'D',
      points: 14,
      range: { from: 200, to: 1_638_400 },
      law: 'rectified',
      level: 0.9,
      draws: 100,
      seed: 0,
    });
    expect(answer.rectified!.beta).toBeCloseTo(0.455, 1);
    for (const { speedUp } of answer.speedUp!.rows) expect(speedUp).toBeCloseTo(1, 6);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has a hundredth of the least loss for the plateau where no gain is named', async () => {
    expect((await project.request('plan/scaling', { ...defaults, points })).plateau.gain).toBeCloseTo(0.01742699981, 10);
    expect((await project.request('plan/scaling', { ...defaults, points, plateauGain: 0.5 })).plateau).toMatchObject({
      gain: 0.5,
      isExtrapolated: false,
    });
  });

  it('refuses data without a law in words', async () => {
    const flat = points.map(({ x }) => ({ x, loss: 1 }));
    const asked = project.request('plan/scaling', { ...defaults, points: flat });
    await expect(asked).rejects.toBeInstanceOf(UsageError);
    await expect(asked).rejects.toThrow('the loss is the same at every D (1): there is no fall to fit');
  });

  it('can be called off, and lets others have their turn', async () => {
    const stop = new AbortController();
    const asked = project.request('plan/scaling', { ...defaults, points, draws: 10_000 }, stop.signal);
    const status = await project.request('status', {});
    expect(status.documents).toBe(0);
    stop.abort(new Error('called off'));
    await expect(asked).rejects.toThrow('called off');
  });

  it('takes no other parameters', () => {
    const { params } = engineRequests['plan/scaling'];
    expect(params.safeParse({ points }).success).toBe(true);
    for (const wrong of [
      { file: 'a.csv' },
      { draws: 5 },
      { level: 1 },
      { target: 0 },
      { in: 'C' },
      { points: [{ x: Number.NaN, loss: 1 }] },
    ]) {
      expect(params.safeParse({ points, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});
