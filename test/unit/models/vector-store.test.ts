import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { VectorStore } from '../../../src/engine/models/vector-store.ts';

let folder: string;
let path: string;
let store: VectorStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-vectors-'));
  path = join(folder, 'cache', 'vectors.sqlite');
  store = VectorStore.open(ProjectPath.of(folder).at('cache/vectors.sqlite'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('the store of vectors', () => {
  it('keeps every bit, by space and text, beyond its process', () => {
    const vector = Float32Array.of(0.1, -1e-30, 3.4e38);
    store.put('a', [['t', vector]]);
    store.close();
    store = VectorStore.open(ProjectPath.of(folder).at('cache/vectors.sqlite'));
    expect(store.get('a', 't')).toEqual(vector);
    expect(store.get('b', 't')).toBeUndefined();
    expect(store.get('a', 'u')).toBeUndefined();
    expect(store.known('a')).toEqual(new Set(['t']));
  });

  it('keeps vectors that are parts of a larger one', () => {
    const all = Float32Array.of(1, 2, 3, 4);
    store.put('a', [['t', all.subarray(1, 3)]]);
    expect(store.get('a', 't')).toEqual(Float32Array.of(2, 3));
  });

  it('knows under which name a space was asked last', () => {
    expect(store.spaceOf('mine')).toBeUndefined();
    store.name('mine', 'a');
    store.name('mine', 'b');
    expect(store.spaceOf('mine')).toBe('b');
  });

  it('lets go of a space whose vectors get another length, and of no other', () => {
    for (const space of ['a', 'b']) store.put(space, [['t', Float32Array.of(1, 2)]]);
    store.put('a', [['u', Float32Array.of(1, 2, 3)]]);
    expect(store.known('a')).toEqual(new Set(['u']));
    expect(store.known('b')).toEqual(new Set(['t']));
  });

  it('has a revision that rises with all that is put in, by another process too', () => {
    const other = VectorStore.open(ProjectPath.of(folder).at('cache/vectors.sqlite'));
    const seen = [store.revision];
    store.put('a', [['t', Float32Array.of(1)]]);
    seen.push(store.revision);
    other.put('a', [['t', Float32Array.of(2)]]);
    seen.push(store.revision);
    other.put('a', [['u', Float32Array.of(1, 2)]]);
    seen.push(store.revision);
    other.close();
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });

  it('begins anew where its file is none', () => {
    store.close();
    for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true });
    writeFileSync(path, 'this is no database, and long enough to be seen not to be one'.repeat(100));
    store = VectorStore.open(ProjectPath.of(folder).at('cache/vectors.sqlite'));
    expect(store.known('a')).toEqual(new Set());
  });
});
