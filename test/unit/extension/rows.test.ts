import { describe, expect, it, vi } from 'vitest';
import { conceptId, conceptRef, corpusFile, ofSelection, runId, sampleIds } from '../../../src/extension/commands/arguments.ts';
import { samplesChosen } from '../../../src/extension/commands/samples-chosen.ts';
import { DisposableStore } from '../../../src/extension/disposables.ts';
import { corpusTree } from '../../../src/extension/views/corpus-tree.ts';
import type { FileRow, FolderRow, TreeFile } from '../../../src/extension/views/corpus-tree.ts';

type Row = FolderRow<TreeFile> | FileRow<TreeFile>;

function outline(row: Row, depth = 0): string[] {
  const line = '  '.repeat(depth) + (row.kind === 'file' ? row.name : `${row.name}/ ${row.files} files, ${row.pending} pending`);
  return row.kind === 'file' ? [line] : [line, ...row.children.flatMap((child) => outline(child, depth + 1))];
}

describe('corpusTree', () => {
  it('puts folders before files in natural order, sums counts, and folds chains into one row', () => {
    const files = ['b.md', 'chapter 10.md', 'chapter 2.md', 'a/b/c/deep.md', 'a/b/c/too.md', 'z/one.md', 'z/y/two.md'];
    const tree = corpusTree(files.map((file, i) => ({ file, pending: i })));
    expect(outline(tree)).toEqual([
      '/ 7 files, 21 pending',
      '  a/b/c/ 2 files, 7 pending',
      '    deep.md',
      '    too.md',
      '  z/ 2 files, 11 pending',
      '    y/ 1 files, 6 pending',
      '      two.md',
      '    one.md',
      '  b.md',
      '  chapter 2.md',
      '  chapter 10.md',
    ]);
  });

  it('keeps names that collide with object members apart', () => {
    expect(outline(corpusTree([{ file: '__proto__/constructor.md', pending: 1 }]))).toEqual([
      '/ 1 files, 1 pending',
      '  __proto__/ 1 files, 1 pending',
      '    constructor.md',
    ]);
  });
});

describe('arguments of commands', () => {
  const row = (id: string) => ({ kind: 'sample', sample: { id } });

  it('are the row, all selected rows, or what is selected in the tree', () => {
    expect(sampleIds([row('a')], [row('z')])).toEqual(['a']);
    expect(sampleIds([row('a'), [row('a'), row('b'), { kind: 'group' }]], [])).toEqual(['a', 'b']);
    expect(sampleIds([ofSelection], [row('z')])).toEqual(['z']);
  });

  it('are nothing when they have another shape', () => {
    expect(sampleIds(['a'], [row('z')])).toEqual([]);
    expect(sampleIds([], [row('z')])).toEqual([]);
    expect(sampleIds([undefined, undefined], [row('z')])).toEqual([]);
    expect(corpusFile({ kind: 'folder', path: 'a' })).toBeNull();
    expect(corpusFile({ kind: 'file', file: { file: 'a.md' } })).toBe('a.md');
    expect(conceptId({ kind: 'concept', concept: { id: 'c:tide' } })).toBe('c:tide');
    expect(conceptId(undefined)).toBeNull();
    expect(conceptRef({ kind: 'concept', concept: { id: 'c:tide', label: 'tide', frequency: 3 } })).toEqual({
      id: 'c:tide',
      label: 'tide',
    });
    for (const none of [undefined, 'tide', { concept: 'tide' }, { concept: { id: 'c:tide' } }]) expect(conceptRef(none)).toBeNull();
    expect(runId({ kind: 'run', run: { run: 'r1' } })).toBe('r1');
    expect(runId({ kind: 'run', run: {} })).toBeNull();
  });
});

describe('the samples chosen for a command that can be about whole groups', () => {
  const row = (id: string) => ({ kind: 'sample', sample: { id } });
  const group = (status: string) => ({ kind: 'group', status, count: 3 });

  it('are the rows, or the groups, whichever the command was called on', () => {
    expect(samplesChosen([row('a')])).toEqual({ samples: ['a'] });
    expect(samplesChosen([row('a'), [row('a'), row('b'), group('gated')]])).toEqual({ samples: ['a', 'b'] });
    expect(samplesChosen([group('pending'), undefined])).toEqual({ filter: { status: ['pending'] } });
    expect(samplesChosen([group('gated'), [group('gated'), row('a'), group('rejected')]])).toEqual({
      filter: { status: ['gated', 'rejected'] },
    });
  });

  it('are what the panel passes', () => {
    for (const choice of [{ samples: ['a'] }, { filter: {} }, { filter: { file: 'tides.md', status: ['pending'] } }])
      expect(samplesChosen([{ choice }])).toEqual(choice);
  });

  it('are none without a choice, or with one of another shape', () => {
    for (const args of [[], [undefined, undefined], ['a'], [{ choice: { samples: [] } }], [group('lost')], [{ choice: 'all' }]])
      expect(samplesChosen(args)).toBeNull();
  });
});

describe('DisposableStore', () => {
  it('disposes last things first, once, and late arrivals at once', () => {
    const order: string[] = [];
    const item = (name: string) => ({ dispose: () => order.push(name) });
    const store = new DisposableStore();
    store.add(item('first'));
    store.add(item('second'));
    store.dispose();
    store.dispose();
    expect(order).toEqual(['second', 'first']);
    const late = vi.fn();
    store.add({ dispose: late });
    expect(late).toHaveBeenCalledOnce();
  });
});
