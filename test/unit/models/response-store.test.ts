import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noUsage, type RunUsage } from '../../../src/core/samples/run-usage.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { StorageError } from '../../../src/engine/storage/errors.ts';
import { replyOf } from './support.ts';

let folder: string;
let path: string;
const place = () => ProjectPath.of(folder).at('cache/responses.sqlite');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-responses-'));
  path = join(folder, 'cache', 'responses.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the store of replies', () => {
  it('has every part of a reply when it is opened again', async () => {
    const replies = [
      { ...replyOf('with thoughts'), reasoning: 'Let me see.' },
      replyOf('plain, with \u{1F9F5} and a\nline'),
      { text: 'counted here', usage: { promptTokens: 1, completionTokens: 2, estimated: true } },
    ];
    const first = ResponseStore.open(place());
    await Promise.all(replies.map((reply, n) => first.put(`key ${n}`, 'm1', reply)));
    first.close();
    const second = ResponseStore.open(place());
    expect(replies.map((_, n) => second.get(`key ${n}`))).toEqual(replies);
    expect(second.get('another')).toBeUndefined();
    second.close();
  });

  it('has a reply in the file as soon as it says so, for every other process', async () => {
    const [writer, reader] = [ResponseStore.open(place()), ResponseStore.open(place())];
    await writer.put('key', 'm1', replyOf('kept'));
    expect(reader.get('key')?.text).toBe('kept');
    writer.close();
    reader.close();
  });

  it('has the usage of a run in the file with the reply, and never less than before', async () => {
    const [writer, reader] = [ResponseStore.open(place()), ResponseStore.open(place())];
    expect(reader.usageOf('run')).toEqual(noUsage);
    const sum: RunUsage = { calls: 3, cached: 2, retried: 1, tokens: { prompt: 30, completion: 15 }, cost: 0.25 };
    let now = noUsage;
    const recorded = writer.recordUsage('run', () => now);
    now = sum;
    await writer.put('key', 'm1', replyOf('kept'));
    // Written together, as it is by then.
    expect(reader.usageOf('run')).toEqual(sum);
    await recorded;
    await writer.recordUsage('run', () => ({ ...sum, calls: 1, cost: 0.5 }));
    expect(reader.usageOf('run')).toEqual({ ...sum, cost: 0.5 });
    await writer.recordUsage('another', () => ({ ...sum, cost: null }));
    expect(reader.usageOf('another').cost).toBeNull();
    expect(reader.usageOf('run').cost).toBe(0.5);
    writer.close();
    reader.close();
  });

  it('knows how long the replies of each model are on average', async () => {
    const store = ResponseStore.open(place());
    expect(store.meanReply('m1')).toBeUndefined();
    await Promise.all([
      store.put('a', 'm1', replyOf('', 9, 10)),
      store.put('b', 'm1', replyOf('', 9, 30)),
      store.put('c', 'm2', replyOf('')),
    ]);
    expect(store.meanReply('m1')).toBe(20);
    store.close();
  });

  it('loses nothing that it was still to write when it is closed', async () => {
    const first = ResponseStore.open(place());
    const put = first.put('key', 'm1', replyOf('late'));
    first.close();
    await put;
    const second = ResponseStore.open(place());
    expect(second.get('key')?.text).toBe('late');
    second.close();
  });

  it('sets a damaged file aside and begins a new one', async () => {
    const first = ResponseStore.open(place());
    await first.put('key', 'm1', replyOf('lost'));
    first.close();
    writeFileSync(path, 'no database at all, but long enough to be taken for the header of one'.repeat(40));
    const second = ResponseStore.open(place());
    expect(second.get('key')).toBeUndefined();
    await second.put('key', 'm1', replyOf('new'));
    expect(second.get('key')?.text).toBe('new');
    second.close();
    expect(readdirSync(join(folder, 'cache'))).toContain('responses.sqlite.damaged');
    expect(readFileSync(`${path}.damaged`, 'utf8')).toContain('no database at all');
  });

  it('says which file it cannot open, and why', () => {
    writeFileSync(join(folder, 'cache'), 'a file where the folder belongs');
    expect(() => ResponseStore.open(place())).toThrow(StorageError);
    expect(() => ResponseStore.open(place())).toThrow(/cache: cannot be used for the project: .*a file stands where a folder is needed/);
  });

  it('says so, and keeps nothing back, when a reply cannot be written', async () => {
    const store = ResponseStore.open(place());
    const other = ResponseStore.open(place());
    await store.put('key', 'm1', replyOf('kept'));
    store.close();
    await expect(store.put('later', 'm1', replyOf('x'))).rejects.toThrow();
    expect(other.get('later')).toBeUndefined();
    other.close();
    expect(statSync(path).size).toBeGreaterThan(0);
  });
});
