import { describe, expect, it } from 'vitest';
import { comparison, queryOf } from '../../webview/insights/choice.ts';
import { InsightsStore } from '../../webview/insights/insights-store.ts';
import { freshIntent, type InsightsChoice } from '../../webview/ui/intent.ts';
import { MemoryHost } from './kit/memory.ts';
import { polling } from './kit/panel.ts';

const fresh = freshIntent.insights;

function opened(host = new MemoryHost({ samples: 10 })) {
  const said: string[] = [];
  const revisions: number[] = [];
  let choice: InsightsChoice = fresh;
  const store = new InsightsStore(host.channel, {
    choice: () => choice,
    remember: (next) => {
      choice = next;
    },
    announce: (message) => said.push(message),
    decided: (revision) => revisions.push(revision),
  });
  const rest = () => expect.poll(() => store.measuring ?? store.deciding, polling).toBeNull();
  return { host, store, said, revisions, rest, choice: () => choice };
}

const params = (host: MemoryHost, method: string) => host.answers.calls.filter((call) => call.method === method).map((call) => call.params);

describe('queryOf', () => {
  it('means what is kept, unless a status or ids are named', () => {
    const filterOf = (line: string) => queryOf({ ...fresh, line });
    expect(filterOf('moon')).toEqual({ filter: { status: ['pending', 'accepted'], text: 'moon' }, compared: {} });
    expect(filterOf('status:rejected')).toEqual({ filter: { status: ['rejected'] }, compared: {} });
    expect(filterOf('id:a,b')).toEqual({ filter: { id: ['a', 'b'] }, compared: {} });
    expect(filterOf('colour:red')).toHaveProperty('problem');
  });

  it('reads the compared lines only where they are compared', () => {
    const lines: InsightsChoice = { ...fresh, compared: ['method:a', 'colour:red'] };
    expect(queryOf({ ...lines, compareBy: 'run' })).toMatchObject({ compared: { groupBy: 'run' } });
    expect(queryOf({ ...lines, compareBy: 'filters' })).toEqual({ problem: expect.stringMatching(/^B, at 1/) as string });
    expect(queryOf({ ...lines, compareBy: 'filters', compared: ['method:a', ''] })).toMatchObject({
      compared: { compare: [{ method: 'a' }, {}] },
    });
    expect(comparison(lines)).toBe(comparison({ ...lines, compared: ['', ''], threshold: 0.9, field: 'run' }));
    expect(comparison(lines)).not.toBe(comparison({ ...lines, part: 'all' }));
  });
});

describe('InsightsStore', () => {
  it('asks nothing before the first look, and each thing once at it', async () => {
    const { host, store, rest } = opened();
    host.push('changed', { revision: 9 });
    expect(host.methods()).toEqual([]);
    store.look();
    store.look();
    await rest();
    expect(host.methods()).toEqual(['quality/measure', 'diversity/results', 'duplicates/list', 'quality/leakage']);
    expect(store.isStale).toBe(false);
  });

  it('drops what was overtaken, and has it called off', async () => {
    const { host, store, rest } = opened();
    host.hold.add('quality/measure');
    store.look();
    store.choose({ line: 'status:accepted' });
    store.choose({ line: 'status:pending' });
    host.release();
    await rest();
    expect(params(host, 'quality/measure')).toHaveLength(3);
    expect(params(host, 'duplicates/list')).toEqual([{ filter: { status: ['pending'] }, by: 'words', limit: 50 }]);
    expect(params(host, 'cancel')).toEqual([{ what: 'measuring' }, { what: 'measuring' }]);
    const { samples } = host.answers.project.sampleIds({ filter: { status: ['pending'] } });
    expect(store.quality.value?.counted.samples).toBe(samples.length);
  });

  it('stays out of date where something changed while it measured', async () => {
    const { host, store, rest } = opened();
    host.hold.add('quality/leakage');
    store.look();
    await expect.poll(() => store.measuring, polling).toBe('leakage');
    host.push('changed', { revision: 9 });
    host.release();
    await rest();
    expect(store.isStale).toBe(true);
    await store.measure(['duplicates']);
    expect(store.isStale).toBe(true);
    await store.measure();
    expect(store.isStale).toBe(false);
  });

  it('keeps what one step gave where another fails', async () => {
    const { host, store, rest } = opened();
    host.answers.fail.set('duplicates/list', 'the index is being made');
    store.look();
    await rest();
    expect(store.duplicates.error).toBe('the index is being made');
    expect(store.quality.value).not.toBeNull();
    expect(store.leakage.value).not.toBeNull();
  });

  it('measures for a choice only what follows from it', async () => {
    const { host, store, rest, choice } = opened();
    store.look();
    await rest();
    const asked = async (part: Partial<InsightsChoice>) => {
      const before = host.methods().length;
      store.choose(part);
      await rest();
      return host.methods().slice(before);
    };
    expect(await asked({ field: 'method' })).toEqual([]);
    expect(await asked({ part: 'answer' })).toEqual(['quality/measure']);
    expect(await asked({ threshold: 0.9 })).toEqual(['duplicates/list']);
    expect(await asked({ compared: ['method:a', ''] })).toEqual([]);
    expect(await asked({ line: 'colour:red' })).toEqual([]);
    expect(store.lineProblem).toContain('there is no field “colour”');
    expect(choice()).toMatchObject({ field: 'method', part: 'answer', threshold: 0.9 });
  });

  it('compares by meaning once that is chosen, keeps both lists, and each threshold', async () => {
    const { host, store, rest, choice } = opened();
    store.look();
    await rest();
    const filter = { status: ['pending', 'accepted'] };
    const lists = () => params(host, 'duplicates/list').slice(1);
    expect(params(host, 'duplicates/list')).toEqual([{ filter, by: 'words', limit: 50 }]);
    store.choose({ duplicatesBy: 'meaning' });
    await rest();
    store.choose({ cosine: 0.9 });
    await rest();
    expect(lists()).toEqual([
      { filter, by: 'meaning', limit: 50 },
      { filter, by: 'meaning', threshold: 0.9, limit: 50 },
    ]);
    expect(store.duplicates.value).toMatchObject({ threshold: 0.9, meaning: { missing: 2 } });
    store.choose({ duplicatesBy: 'words' });
    await rest();
    expect(store.duplicates.value).toMatchObject({ threshold: 0.7, meaning: null });
    store.choose({ duplicatesBy: 'meaning' });
    await rest();
    expect(lists()).toHaveLength(2);
    expect(choice()).toMatchObject({ duplicatesBy: 'meaning', threshold: null, cosine: 0.9 });
    // All is measured anew: the list that is not shown is of before.
    await store.measure();
    store.choose({ duplicatesBy: 'words' });
    await rest();
    expect(lists().slice(2)).toEqual([
      { filter, by: 'meaning', threshold: 0.9, limit: 50 },
      { filter, by: 'words', limit: 50 },
    ]);
    store.choose({ duplicatesBy: 'meaning' });
    await rest();
    store.thinOut('longest', []);
    await rest();
    expect(params(host, 'duplicates/thin')).toEqual([{ filter, by: 'meaning', keep: 'longest', first: [], threshold: 0.9 }]);
    const before = lists().length;
    store.choose({ duplicatesBy: 'words' });
    await rest();
    expect(lists().slice(before)).toEqual([{ filter, by: 'words', limit: 50 }]);
  });

  it('goes on with what was still to be measured when something else is asked for meanwhile', async () => {
    const { host, store, rest } = opened();
    host.hold.add('duplicates/list');
    store.look();
    await expect.poll(() => store.measuring, polling).toBe('duplicates');
    store.choose({ duplicatesBy: 'meaning' });
    host.release();
    await rest();
    expect(params(host, 'duplicates/list')).toMatchObject([{ by: 'words' }, { by: 'meaning' }]);
    expect(store.duplicates.value).toMatchObject({ meaning: { missing: 2 } });
    expect(store.leakage.value).not.toBeNull();
    expect(params(host, 'quality/measure')).toHaveLength(1);
    // The answer by words came too late to be taken.
    store.choose({ duplicatesBy: 'words' });
    await rest();
    expect(params(host, 'duplicates/list')).toHaveLength(3);
  });

  it('says why it could not thin out, and decides once at a time', async () => {
    const { host, store, said, revisions, rest } = opened();
    store.look();
    await rest();
    host.answers.fail.set('duplicates/thin', 'the folder cannot be written');
    store.thinOut('oldest', []);
    store.rejectLeaked();
    await rest();
    expect(store.failure).toBe('the folder cannot be written');
    expect(params(host, 'review/reject')).toEqual([]);
    store.thinOut('oldest', []);
    await rest();
    expect(store.failure).toBeNull();
    expect(said).toEqual(['3 samples rejected as near-duplicates, out of 2 groups.']);
    expect(revisions).toHaveLength(1);
    expect(store.canUndo).toBe(true);
  });
});
