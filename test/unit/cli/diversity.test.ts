import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methodAsked, realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

let at: ModelledProject;

beforeAll(async () => {
  at = await ModelledProject.start({ reply: realistic });
  at.manySets('gates:\n  selfContained: false\n');
  expect((await loom('extract', '--model', 'hand')).code).toBe(0);
  expect((await loom('generate', '--model', 'hand', '--count', '9')).code).toBe(0);
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);
const sizes = ['--model', 'hand', '--per-draw', '3', '--draws', '2', '--size', '5', '--rounds', '3'];
const measured = z.object({
  calls: z.int(),
  measurement: z.object({ run: z.string(), score: z.number(), rounds: z.int(), misses: z.int(), samples: z.int() }),
});
const results = z.object({ measurements: z.array(z.object({ run: z.string(), score: z.number().nullable() })) });
const asked = () => at.server.chats.filter(({ body }) => ['criteria', 'cluster'].includes(methodAsked(body!))).length;

describe('loom diversity', { timeout: 60_000 }, () => {
  it('tells what it would take and of how many samples, then measures, and tells again what it measured', async () => {
    const estimate = await loom('diversity', ...sizes, '--estimate');
    expect(estimate.out).toMatch(/^\d+ samples, 3 rounds: about 11 calls.*nothing was sent\n$/);
    expect(asked()).toBe(0);
    const { out, code } = await loom('diversity', ...sizes, '--json');
    const { measurement, calls } = measured.parse(JSON.parse(out));
    expect({ code, calls }).toEqual({ code: 0, calls: 11 });
    // Of five samples two belong together: C = 4, S = 5 / 4.
    expect(measurement).toMatchObject({ score: expect.closeTo(3.2, 9) as unknown, rounds: 3, misses: 0 });
    const again = await loom('diversity', ...sizes);
    expect(again.out).toMatch(
      /^D = 3\.20 ± 0\.00 on a scale from 0\.20 to 5: 3 of 3 rounds of 5 out of \d+ samples, 0 without a valid group\n/m,
    );
    expect(again.out).toMatch(/\n {2}metadata: Task: Compare them by criterion 1\n/);
    expect(again.out).toMatch(/\n {2}Kind [^\n]*: samples 2, groups 1, valid 1\n/);
    expect(results.parse(JSON.parse((await loom('diversity', '--results', '--json')).out)).measurements).toHaveLength(2);
    expect((await loom('diversity', '--results')).out).toContain(`${measurement.run}  done  hand\n  D = 3.20`);
  });

  it('takes the paper’s sizes, but for those that are given', async () => {
    const estimate = z.object({ planned: z.int(), calls: z.int() });
    const { out } = await loom('diversity', '--model', 'hand', '--paper', '--size', '4', '--draws', '7', '--estimate', '--json');
    expect(estimate.parse(JSON.parse(out))).toEqual({ planned: 5000, calls: 7 + 3 + 2 * 5000 });
  });

  it.each([
    [['--filter', 'status:rejected'], /10 samples are needed .* there are 0: widen the filter/],
    [['--results', '--status', 'pending'], /--results tells of all that was measured/],
    [['--criteria', '9'], /the sizes of a measurement: criteria: /],
    [['--rounds', '0'], /A number above 0 is needed/],
  ])('refuses what cannot be: %j', async (more, message) => {
    const { code, err } = await loom('diversity', '--model', 'hand', ...more);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('says that the offline model is none to do it', async () => {
    const { code, err } = await loom('diversity');
    expect(code).toBe(2);
    expect(err).toMatch(/Groups of samples \(cluster\) needs a language model/);
  });
});
