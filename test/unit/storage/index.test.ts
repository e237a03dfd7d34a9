import { appendFileSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/core/samples/sample.ts';
import type { Store } from '../../../src/engine/storage/store.ts';
import { accepts, edits, makes, rejects, started } from './made-up.ts';
import { journalFiles, newProject, open, rowsOnDisk, using } from './projects.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const all = { offset: 0, limit: 1000 };
const indexOf = (project: string) => join(project, '.loom/cache/index.sqlite');

function state(store: Store): Sample[] {
  return store.samples({}, all).samples;
}

/** A project in which something of everything has happened. */
function lived(project: string): Sample[] {
  return using(project, (store) => {
    store.append([started('run-1'), makes('a'), makes('b'), makes('c', 'the same as a')]);
    store.append([accepts('a'), accepts('b')]);
    store.append([edits('a', { shape: 'qa', question: 'Why?', answer: 'So.' })]);
    store.append([rejects('b')]);
    store.undo();
    return state(store);
  });
}

describe('the index', () => {
  it.each<[string, (index: string) => void]>([
    [
      'is deleted',
      (index) => {
        rmSync(index);
      },
    ],
    [
      'is deleted with the whole cache',
      (index) => {
        rmSync(join(index, '..'), { recursive: true });
      },
    ],
    [
      'is no database',
      (index) => {
        writeFileSync(index, 'not a database, '.repeat(1000));
      },
    ],
    [
      'is cut short',
      (index) => {
        truncateSync(index, 20_000);
      },
    ],
    [
      'is empty',
      (index) => {
        writeFileSync(index, '');
      },
    ],
    [
      'is of another version',
      (index) => {
        withDatabase(index, 'PRAGMA user_version = 99');
      },
    ],
    [
      'is damaged inside',
      (index) => {
        writeFileSync(index, scrambled(readFileSync(index)));
      },
    ],
    [
      'points at bytes that are not there',
      (index) => {
        withDatabase(index, 'UPDATE events SET start = start + 7');
      },
    ],
    [
      'names files that are not there',
      (index) => {
        withDatabase(index, "UPDATE files SET name = 'gone.jsonl'");
      },
    ],
  ])('heals when it %s', (_, damage) => {
    const project = newProject();
    const before = lived(project);
    damage(indexOf(project));
    using(project, (store) => {
      expect(state(store)).toEqual(before);
      expect(store.problems).toEqual([]);
      store.append([rejects('c')]);
      expect(store.sample('c')?.status).toBe('rejected');
      expect(store.dataset()).toMatchObject({ rows: 2, shards: 1 });
    });
    using(project, (store) => {
      expect(state(store).map(({ status }) => status)).toEqual(['accepted', 'accepted', 'rejected']);
    });
  });

  it('heals while it is open', () => {
    const project = newProject();
    const before = lived(project);
    using(project, (store) => {
      withDatabase(indexOf(project), 'UPDATE events SET start = start + 7');
      expect(state(store)).toEqual(before);
      const { revision } = store;
      store.append([accepts('c')]);
      expect(store.revision).toBeGreaterThan(revision);
    });
  });

  it('is made anew when the cache is deleted under open stores, which then go on together', () => {
    const project = newProject();
    const before = lived(project);
    using(project, (first) => {
      using(project, (second) => {
        rmSync(join(project, '.loom/cache'), { recursive: true });
        first.append([accepts('c')]);
        expect(second.catchUp()).toBe(true);
        second.append([makes('d'), accepts('d')]);
        first.append([rejects('d')]);
        second.catchUp();
        expect(state(second)).toEqual(state(first));
        expect(state(first)).toHaveLength(before.length + 1);
        expect(first.dataset()).toMatchObject({ rows: 3, shards: 1 });
      });
    });
    expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('takes in what stands in the journal and not in it, as after a crash in between', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a')]));
    const index = indexOf(project);
    copyFileSync(index, `${index}.old`);
    using(project, (store) => store.append([accepts('a')]));
    for (const suffix of ['-wal', '-shm']) rmSync(index + suffix, { force: true });
    renameSync(`${index}.old`, index);
    using(project, (store) => {
      expect(store.sample('a')?.status).toBe('accepted');
      expect(store.dataset().rows).toBe(1);
    });
  });

  it.each<[string, (text: string) => string]>([
    [
      'lines put in before what was read',
      (text) =>
        `${text
          .split('\n')[2]!
          .replaceAll('"b"', '"x"')
          .replace(/"id":"./, '"id":"1')}\n${text}`,
    ],
    ['lines taken out', (text) => text.split('\n').toSpliced(2, 1).join('\n')],
    ['a line changed in place', (text) => text.replace('Question of b-v1?', 'Question of B-v1?')],
    ['lines in another order', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`],
  ])('is rebuilt when a journal file has %s', (_, change) => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), makes('b'), makes('c')]));
    const [file] = journalFiles(project);
    const changed = change(readFileSync(file!, 'utf8'));
    const ids = changed
      .trimEnd()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as { sample?: string }).sample ?? []);
    using(project, (store) => {
      writeFileSync(file!, changed);
      expect(store.catchUp()).toBe(true);
      expect(store.sampleIds({}).sort()).toEqual(ids.sort());
      expect(store.samples({ text: 'question' }, all).samples.map(({ current }) => labelOf(current.content))).toEqual(
        expect.arrayContaining(changed.includes('of B-v1') ? ['Question of B-v1?'] : []),
      );
    });
    const index = indexOf(project);
    rmSync(index);
    using(project, (store) => {
      expect(store.sampleIds({}).sort()).toEqual(ids.sort());
    });
  });

  it('forgets what a file said that is gone', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), accepts('a')]);
      const [file] = journalFiles(project);
      copyFileSync(file!, join(project, 'kept'));
      rmSync(file!);
      expect(store.catchUp()).toBe(true);
      expect(store.sampleIds({})).toEqual([]);
      copyFileSync(join(project, 'kept'), file!);
      expect(store.catchUp()).toBe(true);
      expect(store.sample('a')?.status).toBe('accepted');
    });
  });

  it('counts an event once that stands in two files', () => {
    const project = newProject();
    const before = lived(project);
    const [file] = journalFiles(project);
    copyFileSync(file!, join(project, '.loom/journal/copy.jsonl'));
    using(project, (store) => {
      expect(state(store)).toEqual(before);
      expect(store.countsByFile().get('tides.md')).toEqual({ pending: 0, accepted: 2, rejected: 0, gated: 1 });
      expect(store.runs()).toMatchObject([{ kept: 2, gated: 1 }]);
    });
  });

  it('writes to a file that git has replaced, not to the one it had open', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a')]);
      const [file] = journalFiles(project);
      copyFileSync(file!, `${file!}.new`);
      renameSync(`${file!}.new`, file!);
      store.append([accepts('a')]);
    });
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.sample('a')?.status).toBe('accepted');
    });
  });

  it('takes decisions for samples that arrive later', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), makes('b')]));
    using(project, (store) => store.append([accepts('a')]));
    const [file] = journalFiles(project);
    const [, first, second, third] = readFileSync(file!, 'utf8').split('\n');
    const other = newProject();
    using(other, (store) => {
      writeFileSync(join(other, '.loom/journal/y.jsonl'), `${third!}\n`);
      store.catchUp();
      expect(store.sampleIds({})).toEqual([]);
      expect(store.sample('a')).toBeUndefined();
      appendFileSync(join(other, '.loom/journal/x.jsonl'), `${second!}\n${first!}\n`);
      store.catchUp();
      expect(store.sample('a')?.status).toBe('accepted');
      expect(store.dataset().rows).toBe(1);
    });
  });

  it('tells whether a run goes on, and when its process is gone that it was interrupted', () => {
    const project = newProject();
    const first = open(project);
    first.append([started('run-1'), makes('a')]);
    using(project, (second) => {
      second.append([started('run-2')]);
      expect(second.runs().map(({ run, outcome, kept }) => [run, outcome, kept])).toEqual([
        ['run-2', 'running', 0],
        ['run-1', 'running', 1],
      ]);
    });
    first.close();
    using(project, (store) => {
      store.append([started('run-3')]);
      expect(store.runs().map(({ outcome }) => outcome)).toEqual(['running', 'interrupted', 'interrupted']);
    });
    expect(existsSync(indexOf(project))).toBe(true);
  });
});

function withDatabase(index: string, sql: string): void {
  const database = new DatabaseSync(index);
  database.exec(sql);
  database.close();
}

/** Keeps the header and spoils the pages after the first. */
function scrambled(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, at) => (at >= 4096 && at % 3 === 0 ? byte ^ 0x5a : byte)));
}
