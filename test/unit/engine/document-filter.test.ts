import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { methodAsked } from './support/method-replies.ts';
import { ModelledProject, wellBehaved } from './support/modelled-project.ts';

const isRating = (body: ChatBody): boolean => methodAsked(body) === 'rate';

/** Rates by how often a passage speaks of tides. */
function reply(body: ChatBody): string {
  if (!isRating(body)) return wellBehaved(body);
  const passage = body.messages.at(-1)!.content;
  const score = /buy now/i.test(passage) ? 2 : 9;
  return `relevance: ${score} - it ${score > 5 ? 'teaches' : 'sells'}\nclarity: ${score} - plain\nlanguage: ${score} - sound\noverall: ${score}`;
}

describe('the document filter', () => {
  let at: ModelledProject;
  let project: OpenedProject;

  beforeEach(async () => {
    at = await ModelledProject.start({ reply, usage: { prompt_tokens: 300, completion_tokens: 100 } });
    mkdirSync(join(at.folder, 'more'));
    for (let n = 0; n < 16; n++) {
      const text =
        n % 2 === 0
          ? `Tide ${n}: the flood stream fills the harbour and the ebb stream empties it; the tidal range at perigee is larger than at apogee, and high water follows the moon.`
          : `Offer ${n}: buy now at a low price, click the banner, accept the cookie, log in and share this offer with your friends before the sale ends tonight.`;
      writeFileSync(join(at.folder, 'more', `page-${n}.md`), `# Page ${n}\n\n${text}\n`);
    }
    writeFileSync(join(at.folder, 'more', 'page-1.md'), '# Page\n\nBuy now.\n\nA second passage that is short.\n');
    project = await at.open();
    await project.request('extract', {});
  });
  afterEach(async () => {
    project.close();
    await at.end();
  });

  it('rates a sample, predicts the others, and says how well', async () => {
    expect(await project.request('documents/list', {})).toMatchObject({ rated: 0, r2: null, kept: 19, enabled: false });
    const run = await project.request('rate', { count: 14 });
    expect(run).toMatchObject({ kept: 14, failed: 0, outcome: 'done', calls: 14 });
    const { documents, rated, r2, histogram } = await project.request('documents/list', {});
    expect(rated).toBe(14);
    expect(r2).toBeGreaterThan(0.3);
    expect(documents.every(({ score }) => score !== null)).toBe(true);
    expect(histogram.reduce((sum, bin) => sum + bin.documents, 0)).toBe(19);
    // The next ratings are of others.
    expect(await project.request('rate', { count: 100 })).toMatchObject({ kept: 5, calls: 5 });
  });

  it('asks once about documents that say the same but for a word', async () => {
    const text = readFileSync(join(at.folder, 'more', 'page-0.md'), 'utf8');
    const longer = `${text.trimEnd()} ${'Slack water comes between them, when no stream runs and boats lie still at their moorings. '.repeat(3)}`;
    writeFileSync(join(at.folder, 'more', 'page-0.md'), longer);
    writeFileSync(join(at.folder, 'more', 'page-0 (1).md'), longer.replace('runs', 'flows'));
    await project.request('refresh', {});
    expect(await project.request('rate', { count: 100 })).toMatchObject({ kept: 19, calls: 19 });
    const { documents, rated } = await project.request('documents/list', {});
    expect(rated).toBe(20);
    expect(documents.find(({ file }) => file === 'more/page-0 (1).md')).toMatchObject({ score: 9, rated: true });
  });

  it('leaves documents below the threshold out of graph and generation, and in sight', async () => {
    await project.request('rate', { count: 19 });
    const before = await project.request('status', {});
    await project.request('documents/filter', { enabled: true });
    const { documents, kept } = await project.request('documents/list', {});
    expect(kept).toBe(11);
    expect(documents.find(({ file }) => file === 'more/page-3.md')).toMatchObject({ score: 2, rated: true, kept: false });
    const after = await project.request('status', {});
    expect(after.units).toBe(11);
    expect(after.units).toBeLessThan(before.units);
    expect(after.documents).toBe(19);
    const { files } = await project.request('corpus/files', {});
    expect(files.map(({ file }) => file)).toContain('more/page-3.md');
    const { run } = await project.request('generate', { method: 'level1', count: 30, seed: 1 });
    const { samples } = await project.request('samples/list', { filter: { run }, offset: 0, limit: 100 });
    expect(samples.flatMap(({ files: of }) => of).filter((file) => /page-(1|3|5|7|9|11|13|15)\.md/.test(file))).toEqual([]);
  });

  it('moves with its threshold, obeys a person before the score, and keeps the comments of the settings', async () => {
    const settings = join(at.folder, '.loom/project.yaml');
    writeFileSync(settings, '# mine\nname: tides # here\n');
    await project.request('refresh', {});
    await project.request('rate', { count: 19 });
    await project.request('documents/filter', { enabled: true, threshold: 1 });
    expect((await project.request('documents/list', {})).kept).toBe(19);
    await project.request('documents/filter', { threshold: 9.5 });
    expect((await project.request('documents/list', {})).kept).toBe(0);
    await project.request('documents/filter', { keep: ['more/page-3.md'] });
    expect((await project.request('documents/list', {})).kept).toBe(1);
    await project.request('documents/filter', { threshold: 1, drop: ['more/page-3.md'] });
    const { documents, kept } = await project.request('documents/list', {});
    expect(kept).toBe(18);
    expect(documents.find(({ file }) => file === 'more/page-3.md')).toMatchObject({ kept: false, byHand: true });
    for (const other of ['drop', 'clear'] as const)
      await expect(project.request('documents/filter', { keep: ['more/page-3.md'], [other]: ['more/page-3.md'] })).rejects.toThrow(
        'more/page-3.md can be kept, dropped or cleared, one of them at a time',
      );
    await project.request('documents/filter', { clear: ['more/page-3.md'] });
    expect((await project.request('documents/list', {})).kept).toBe(19);
    expect(readFileSync(settings, 'utf8')).toMatch(/^# mine\nname: tides # here\n/);
  });

  it('goes on where a limited rating stopped, asking nothing twice', async () => {
    const limited = await project.request('rate', { count: 12, maxTokens: 2_500 });
    expect(limited.outcome).toBe('stopped');
    expect(await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 })).toMatchObject({ kept: 12, outcome: 'done' });
    expect(at.server.chats.filter(({ body }) => body !== undefined && isRating(body))).toHaveLength(12);
  });

  it('says up front that the offline model cannot rate', async () => {
    const offline = await at.open({ model: 'builtin/extractive' });
    await expect(offline.request('rate', { count: 1 })).rejects.toThrow(/needs a language model/);
    offline.close();
  });
});
