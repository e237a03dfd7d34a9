import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program } from '../../../src/core/program.ts';
import { journalFormat } from '../../../src/core/samples/journal-line.ts';
import { StorageError } from '../../../src/engine/storage/errors.ts';
import { accepts, ended, makes, started } from './made-up.ts';
import { journalFiles, newProject, using } from './projects.ts';

const line = (value: object): string => `${JSON.stringify(value)}\n`;
const stamped = (n: number, event: object) => ({
  id: `7ZZZZZZZZZ00000000000000${String(n).padStart(2, '0')}`,
  at: '2026-01-01T00:00:00.000Z',
  by: 'eve',
  action: `later-${n}`,
  ...event,
});

/** A journal file as a version of the program writes it whose format is so many later than ours. */
function addLater(project: string, by: number, ...events: object[]): string {
  const path = join(project, '.loom/journal/01ZZZZZZZZZZZZZZZZZZZZZZZZ.jsonl');
  const header = by === 0 ? '' : line({ format: journalFormat + by, program: '9.1.0' });
  writeFileSync(path, header + events.map((event, n) => line(stamped(n, event))).join(''));
  return path;
}

function begun(): string {
  const project = newProject();
  using(project, (store) => store.append([makes('a'), makes('b'), accepts('a')]));
  return project;
}

const everything = (project: string): Map<string, string> =>
  new Map(
    ['.loom/journal', 'dataset/data', 'dataset'].flatMap((folder) =>
      readdirSync(join(project, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [`${folder}/${entry.name}`, readFileSync(join(project, folder, entry.name), 'utf8')]),
    ),
  );

describe('a journal of a later format', () => {
  it('opens to be read, says so, and nothing is written, cut or rewritten', () => {
    const project = begun();
    const path = addLater(
      project,
      1,
      accepts('b'),
      { type: 'sample.dreamt', sample: 'b' },
      { type: 'sample.rejected', sample: 'a', why: 7 },
    );
    appendFileSync(path, '{"id":"7ZZZ');
    const before = everything(project);
    using(project, (store) => {
      expect(store.sample('b')?.status).toBe('accepted');
      const file = `.loom/journal/${basename(path)}`;
      expect(store.problems).toMatchObject([
        {
          file,
          reason: `is in format ${journalFormat + 1} of the journal, by Concept Loom 9.1.0; this is Concept Loom ${program.version}, which writes format ${journalFormat}, so the project is open to be read only. Update Concept Loom to work on it`,
        },
        { file, reason: expect.stringMatching(/^passed over: 1 event sample\.dreamt, /) as unknown },
        { file, reason: expect.stringMatching(/^passed over: 1 event sample\.rejected, /) as unknown },
      ]);
      expect(() => store.append([accepts('b')])).toThrow(StorageError);
      expect(() => store.append([accepts('b')])).toThrow(
        new RegExp(`format ${journalFormat + 1}.*9\\.1\\.0.*${program.version}.*format ${journalFormat}.*nothing was written`, 's'),
      );
      expect(() => store.undo()).toThrow(/nothing was written/);
      store.catchUp();
    });
    expect(everything(project)).toEqual(before);
  });

  it('stops a process that had the project open before it came', () => {
    const project = begun();
    using(project, (store) => {
      store.append([accepts('b')]);
      addLater(project, 1);
      expect(() => store.undo()).toThrow(/nothing was written/);
      expect(store.sample('b')?.status).toBe('accepted');
    });
  });
});

describe('events of a newer version in a format that is known', () => {
  it('are counted and passed over, and the rest of the file is taken in', () => {
    const project = begun();
    const shape = { shape: 'table', cells: [['1']] };
    const path = addLater(
      project,
      0,
      { type: 'sample.dreamt', sample: 'a' },
      { type: 'sample.dreamt', sample: 'b' },
      { type: 'sample.edited', sample: 'b', version: 'x', parent: 'b-v1', content: shape, evidence: [] },
      { ...accepts('b'), mood: 'good' },
    );
    const before = readFileSync(path, 'utf8');
    using(project, (store) => {
      expect(store.sample('b')).toMatchObject({ status: 'accepted', current: { id: 'b-v1' } });
      expect(store.problems.map(({ reason }) => reason.split(', ')[0])).toEqual([
        'passed over: 2 events sample.dreamt',
        'passed over: 1 event sample.edited of the shape “table”',
      ]);
      store.append([accepts('a')]);
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('name the file of an export in a format that is not known', () => {
    const project = begun();
    addLater(project, 0, { type: 'dataset.exported', file: 'out/rewards.jsonl', format: 'rewards', rows: 3, sha256: 'ab' });
    using(project, (store) => {
      expect(store.exportedFiles()).toEqual(new Set(['out/rewards.jsonl']));
      expect(store.isExport('ab')).toBe(true);
      expect(store.problems).toEqual([]);
    });
  });

  it('leave runs out that could not be gone on with, and show those that ended in an unknown way', () => {
    const project = begun();
    const endings = [{ ...ended('run-1'), outcome: 'postponed', stoppedBy: 'weather' }];
    addLater(
      project,
      0,
      started('run-1'),
      ...endings,
      { ...started('run-2'), kind: 'translate' },
      { ...started('run-3'), batch: 'pigeons' },
    );
    using(project, (store) => {
      expect(store.runs()).toMatchObject([
        { run: 'run-1', outcome: 'interrupted', stoppedBy: null, reason: 'ended as “postponed” by a version that knows what that is' },
      ]);
      expect(store.run('run-2')).toBeUndefined();
      expect(store.problems.map(({ reason }) => reason.split(', ')[0])).toEqual([
        'passed over: 1 event run.started of the kind “translate”',
        'passed over: 1 event run.started with batches of the kind “pigeons”',
      ]);
    });
  });

  it('show no prompt without the messages of an unknown role', () => {
    const project = begun();
    const messages = [{ role: 'user', content: 'Hello' }];
    addLater(
      project,
      0,
      { type: 'prompt.sent', prompt: 'p1', method: 'm', messages },
      { type: 'prompt.sent', prompt: 'p2', method: 'm', messages: [...messages, { role: 'tool', content: '7' }] },
    );
    using(project, (store) => {
      expect([store.prompt('p1'), store.prompt('p2')]).toEqual([messages, undefined]);
    });
  });
});

describe('a journal of an older format', () => {
  it('is read on and left alone: what is added goes into a file of this format', () => {
    const project = begun();
    const [path] = journalFiles(project);
    const withoutHeader = readFileSync(path!, 'utf8').split('\n').slice(1).join('\n');
    writeFileSync(path!, withoutHeader);
    using(project, (store) => {
      expect(store.sample('a')?.status).toBe('accepted');
      store.append([accepts('b')]);
    });
    using(project, (store) => store.append([makes('c')]));
    expect(readFileSync(path!, 'utf8')).toBe(withoutHeader);
    const others = journalFiles(project).filter((each) => each !== path);
    expect(others).toHaveLength(1);
    expect(readFileSync(others[0]!, 'utf8').split('\n')[0]).toBe(JSON.stringify({ format: journalFormat, program: program.version }));
  });
});

describe('the program', () => {
  it('calls itself as package.json does', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ displayName: '%displayName%', version: program.version });
  });
});
