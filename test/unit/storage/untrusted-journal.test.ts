/** Journals and indexes as somebody else may leave them: nothing of them closes the project, or reaches beyond it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accepts, makes, rejects } from './made-up.ts';
import { journalFiles, newProject, open, rowsOnDisk, using } from './projects.ts';

const stamped = (id: number, action: string, event: object): string =>
  JSON.stringify({ id: `01J0000000000000000000000${id}`, at: '2026-01-01T00:00:00.000Z', by: 'ada', action, ...event });

/** Puts a file beside those of the journal. */
function addFile(project: string, lines: readonly string[]): void {
  writeFileSync(join(project, '.loom/journal/foreign.jsonl'), `{"format":2,"program":"0.1.0"}\n${lines.join('\n')}\n`);
}

describe('an index that is deleted under two processes', () => {
  it.each([['the index'], ['the whole cache']])('is made anew by both, and neither loses a decision (%s)', (what) => {
    const project = newProject();
    const [ada, ben] = [open(project, 'ada'), open(project, 'ben')];
    ada.append([makes('a'), makes('b'), makes('c'), makes('d')]);
    ben.append([accepts('a')]);
    const cache = join(project, '.loom/cache');
    if (what === 'the index') for (const rest of ['', '-wal', '-shm']) rmSync(join(cache, `index.sqlite${rest}`), { force: true });
    else rmSync(cache, { recursive: true });
    ada.append([accepts('b')]);
    ben.append([rejects('c')]);
    ada.append([accepts('d')]);
    for (const store of [ada, ben]) {
      store.catchUp();
      expect(store.sampleIds({ status: ['accepted'] }).sort()).toEqual(['a', 'b', 'd']);
      expect(store.problems).toEqual([]);
    }
    ada.close();
    ben.close();
    expect(
      rowsOnDisk(project)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'b', 'd']);
  });
});

describe('names that mean something to JavaScript', () => {
  it('are names like others, as ids and as keys', () => {
    const project = newProject();
    const names = ['__proto__', 'constructor', 'toString'];
    using(project, (store) => {
      store.append(names.map((name) => makes(name)));
      store.append(names.map((name) => accepts(name)));
      expect(store.sampleIds({ status: ['accepted'] })).toEqual(names);
    });
    const [file] = journalFiles(project);
    const before = readFileSync(file!, 'utf8');
    writeFileSync(file!, before.replaceAll('"at":', '"__proto__":{"polluted":true},"at":'));
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.sampleIds({ status: ['accepted'] })).toEqual(names);
      expect(store.sample('__proto__')).toMatchObject({ id: '__proto__', status: 'accepted' });
      expect(store.sample('hasOwnProperty')).toBeUndefined();
    });
    expect('polluted' in {}).toBe(false);
    expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(names);
  });
});

describe('undo in a circle', () => {
  it.each([
    ['of itself', [stamped(1, 'one', { type: 'action.undone', target: 'one' })]],
    [
      'of each other',
      [stamped(1, 'one', { type: 'action.undone', target: 'two' }), stamped(2, 'two', { type: 'action.undone', target: 'one' })],
    ],
    [
      'with a redo',
      [
        stamped(1, 'one', { type: 'action.undone', target: 'two' }),
        stamped(2, 'two', { type: 'action.redone', target: 'three' }),
        stamped(3, 'three', { type: 'action.undone', target: 'one' }),
      ],
    ],
  ])('%s comes to an end', (_, lines) => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), makes('b')]));
    addFile(project, lines);
    using(project, (store) => {
      store.append([accepts('a')]);
      expect(store.undo().changed).toEqual(['a']);
      expect(store.redo().changed).toEqual(['a']);
      expect(store.sampleIds({ status: ['accepted'] })).toEqual(['a']);
    });
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.sampleIds({ status: ['accepted'] })).toEqual(['a']);
    });
  });
});
