import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ChatBody } from '../../support/model-server.ts';
import { ModelledProject, wellBehaved } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const isRating = ({ messages }: ChatBody): boolean => messages.some(({ content }) => content.includes('language: number'));
const rating = 'relevance: 4 - off\nclarity: 5 - plain\nlanguage: 6 - sound';

describe('loom rate and loom filter', { timeout: 240_000 }, () => {
  let at: ModelledProject;

  beforeEach(async () => {
    at = await ModelledProject.start({ reply: (body) => (isRating(body) ? rating : wellBehaved(body)) });
  });
  afterEach(() => at.end());

  const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

  it('rate, filter and let in again by hand', async () => {
    const rated = await loom('rate', '--model', 'hand', '--count', '2', '--json');
    expect({ code: rated.code, err: rated.err }).toMatchObject({ code: 0 });
    expect(JSON.parse(rated.out)).toMatchObject({ kept: 2, calls: 2, outcome: 'done' });
    const schema = z.object({ enabled: z.boolean(), threshold: z.number(), rated: z.int(), kept: z.int(), r2: z.number().nullable() });
    const change = await loom('filter', '--on', '--json');
    expect(schema.parse(JSON.parse(change.out))).toEqual({ enabled: true, threshold: 6.5, rated: 2, kept: 1, r2: null });
    const kept = await loom('filter', '--keep', 'harbour.md', '--keep', 'spring-tides.md', '--keep', 'streams.txt');
    expect(kept.out).toMatch(/2 of 3 documents rated; too few ratings to predict the others/);
    expect(kept.out).toMatch(/ 5\.0 ┆█+ 2/);
    expect(kept.out).toMatch(/filter on, threshold 6\.5: 3 kept, 0 left out/);
  });

  it('refuse a threshold off the scale, and the offline model', async () => {
    expect((await loom('filter', '--threshold', '11')).code).toBe(2);
    const offline = await loom('rate', '--count', '1');
    expect(offline.code).toBe(2);
    expect(offline.err).toContain('needs a language model');
  });
});
