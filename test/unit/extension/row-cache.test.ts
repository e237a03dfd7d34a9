import { describe, expect, it } from 'vitest';
import { RowCache } from '../../../src/extension/views/row-cache.ts';

interface Row {
  readonly id: string;
  readonly round: number;
}

/** A tree whose lists can be exchanged, with a count of what was loaded. */
function setup() {
  const lists = new Map<string, string[]>([
    ['', ['a', 'b']],
    ['a', ['a1', 'a2']],
    ['b', ['b1']],
  ]);
  const loaded: string[] = [];
  let round = 1;
  const cache = new RowCache<Row>(
    (parent) => {
      loaded.push(parent ? `${parent.id}@${parent.round}` : '');
      const ids = lists.get(parent?.id ?? '');
      if (!ids) return Promise.reject(new Error('gone'));
      return Promise.resolve(ids.map((id) => ({ id, round })));
    },
    (row) => row.id,
  );
  const nextRound = (): void => {
    round++;
    loaded.length = 0;
  };
  return { lists, loaded, cache, nextRound };
}

const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

describe('RowCache', () => {
  it('loads a list once', async () => {
    const { cache, loaded } = setup();
    await cache.rowsOf(undefined);
    await cache.rowsOf(undefined);
    expect(loaded).toEqual(['']);
  });

  it('keeps giving the old rows while new ones are loaded, and gives those afterwards, below new parents', async () => {
    const { cache, lists, loaded, nextRound } = setup();
    const [a] = await cache.rowsOf(undefined);
    await cache.rowsOf(a);
    nextRound();
    lists.set('a', ['a2', 'a3']);
    const renewing = cache.renew();
    expect(ids(await cache.rowsOf(a))).toEqual(['a1', 'a2']);
    await renewing;
    expect(ids(await cache.rowsOf(a))).toEqual(['a2', 'a3']);
    expect(loaded).toEqual(['', 'a@2']);
  });

  it('says whether anything is different', async () => {
    const rows = [['a'], ['a'], ['a', 'b']];
    const cache = new RowCache<{ id: string }>(
      () => Promise.resolve((rows.shift() ?? []).map((id) => ({ id }))),
      ({ id }) => id,
    );
    await cache.rowsOf(undefined);
    expect(await cache.renew()).toBe(false);
    expect(await cache.renew()).toBe(true);
  });

  it('has everything to draw anew while it holds nothing, as after a failure', async () => {
    const { cache } = setup();
    expect(await cache.renew()).toBe(true);
    await cache.rowsOf(undefined);
    expect(await cache.renew()).toBe(false);
    cache.clear();
    expect(await cache.renew()).toBe(true);
  });

  it('drops lists of rows that are gone or were folded', async () => {
    const { cache, lists, loaded, nextRound } = setup();
    const [a, b] = await cache.rowsOf(undefined);
    await cache.rowsOf(a);
    await cache.rowsOf(b);
    cache.forget(b!);
    lists.set('', ['b']);
    nextRound();
    await cache.renew();
    expect(loaded).toEqual(['']);
  });

  it('keeps nothing of a renewal that was overtaken by a clearing', async () => {
    const { cache, loaded, nextRound } = setup();
    await cache.rowsOf(undefined);
    nextRound();
    const renewing = cache.renew();
    cache.clear();
    await renewing;
    await cache.rowsOf(undefined);
    expect(loaded).toEqual(['', '']);
  });

  it('fails when a list cannot be loaded', async () => {
    const { cache, lists } = setup();
    await cache.rowsOf(undefined);
    lists.delete('');
    await expect(cache.renew()).rejects.toThrow('gone');
  });
});
