import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { program } from '../../../src/core/program.ts';
import { journalFormat } from '../../../src/core/samples/journal-line.ts';
import { accepts, makes, rejects } from './made-up.ts';
import { journalFiles, newProject, open, using } from './projects.ts';

const page = { offset: 0, limit: 100 };

describe('the journal', () => {
  it('is one event a line, stamped, with one action for what was done at once', () => {
    const project = newProject();
    const events = using(project, (store) => [...store.append([makes('a'), makes('b')]), ...store.append([accepts('a'), accepts('b')])]);
    const lines = journalFiles(project).flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
    const header = { format: journalFormat, program: program.version };
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([header, ...events]);
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).sort());
    expect(new Set(events.map(({ action }) => action)).size).toBe(2);
    expect(events.every(({ by }) => by === 'ada')).toBe(true);
  });

  it('is on the disk before anything is told', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a')]);
      const [file] = journalFiles(project);
      const flushed: number[] = [];
      const { fdatasyncSync } = fs;
      fs.fdatasyncSync = (descriptor) => {
        flushed.push(fs.fstatSync(descriptor).size);
        fdatasyncSync(descriptor);
      };
      syncBuiltinESMExports();
      try {
        store.append([accepts('a')]);
      } finally {
        fs.fdatasyncSync = fdatasyncSync;
        syncBuiltinESMExports();
      }
      expect(flushed).toEqual([fs.statSync(file!).size]);
    });
  });

  it('parses nothing of what was just written, and reads it like any other afterwards', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      const parse = vi.spyOn(JSON, 'parse');
      try {
        store.append([accepts('a'), accepts('b')]);
        expect(parse.mock.calls.filter(([line]) => line.includes('sample.accepted'))).toEqual([]);
      } finally {
        parse.mockRestore();
      }
      const after = store.samples({}, page);
      expect(after.counts.accepted).toBe(2);
      using(project, (other) => {
        expect(other.samples({}, page)).toEqual(after);
      });
    });
  });

  it('adds to an action begun before when asked to', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      const [first] = store.append([accepts('a')]);
      store.append([accepts('b')], { action: first!.action });
      expect(store.undo()).toEqual({ changed: ['a', 'b'], what: 'accepted 2 samples' });
      expect(store.samples({}, page).counts.pending).toBe(2);
    });
  });

  it('goes on in the same file at every start, and in another while that one is in use', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a')]));
    using(project, (store) => store.append([makes('b')]));
    expect(journalFiles(project)).toHaveLength(1);
    using(project, (first) => {
      first.append([makes('c')]);
      using(project, (second) => second.append([makes('d')]));
      expect(first.catchUp()).toBe(true);
      expect(first.sampleIds({})).toEqual(['a', 'b', 'c', 'd']);
    });
    expect(journalFiles(project)).toHaveLength(2);
    for (const id of ['e', 'f', 'g']) using(project, (store) => store.append([makes(id)]));
    expect(journalFiles(project)).toHaveLength(2);
  });

  it('leaves no file behind that nothing was written to', () => {
    const project = newProject();
    using(project, (store) => store.samples({}, page));
    expect(journalFiles(project)).toEqual([]);
  });

  it('tells git what to leave out and how to merge, and leaves what the user made of it', () => {
    const project = newProject();
    using(project, () => undefined);
    expect(readFileSync(join(project, '.loom/.gitignore'), 'utf8')).toBe('cache/\nbatch/\n*.torn\n');
    expect(readFileSync(join(project, '.loom/.gitattributes'), 'utf8')).toBe('journal/*.jsonl merge=union\n');
    writeFileSync(join(project, '.loom/.gitignore'), 'cache/\n');
    using(project, () => undefined);
    expect(readFileSync(join(project, '.loom/.gitignore'), 'utf8')).toBe('cache/\n');
  });

  it.each([1, 2, 40])('sets a last line aside that is %i bytes short, reports it, and goes on', (missing) => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      store.append([accepts('a')]);
    });
    const file = journalFiles(project)[0]!;
    const whole = readFileSync(file, 'utf8');
    truncateSync(file, Buffer.byteLength(whole) - missing);
    const lines = whole.trimEnd().split('\n');
    using(project, (store) => {
      expect(store.sample('a')?.status).toBe('pending');
      expect(store.problems).toMatchObject([{ file: `.loom/journal/${basename(file)}.torn` }]);
      store.append([rejects('b')]);
      expect(store.sample('b')?.status).toBe('rejected');
    });
    expect(readFileSync(`${file}.torn`, 'utf8')).toBe(`${`${lines[3]!}\n`.slice(0, -missing)}\n`);
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 3)).toEqual(lines.slice(0, 3));
    using(project, (store) => {
      expect(store.problems).toHaveLength(1);
    });
  });

  it('does not take a line for torn that another process is writing', () => {
    const project = newProject();
    const writer = open(project);
    onTestFinished(() => {
      writer.close();
    });
    writer.append([makes('a')]);
    const file = journalFiles(project)[0]!;
    const line = readFileSync(file, 'utf8')
      .replaceAll('"a"', '"b"')
      .replace(/"id":"[0-9A-Z]{26}"/, '"id":"7ZZZZZZZZZ0000000000000000"');
    appendFileSync(file, line.slice(0, 50));
    using(project, (reader) => {
      expect(reader.sampleIds({})).toEqual(['a']);
      expect(reader.problems).toEqual([]);
      expect(reader.catchUp()).toBe(false);
      appendFileSync(file, line.slice(50));
      expect(reader.catchUp()).toBe(true);
      expect(reader.problems).toEqual([]);
      expect(reader.sampleIds({})).toEqual(['a', 'b']);
    });
    expect(existsSync(`${file}.torn`)).toBe(false);
  });

  it('reports lines in the middle that are no events, skips them and leaves them alone', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a')]));
    const file = journalFiles(project)[0]!;
    const broken = ['{"id":', 'null', '', '{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","type":"sample.accepted"}'].map((line) => `${line}\n`);
    const unordered = readFileSync(file, 'utf8')
      .replace(/^.*\n/, '')
      .replaceAll('"a', '"z')
      .replace(/"id":"[0-9A-Z]{26}"/, '"id":"1"');
    appendFileSync(file, Buffer.concat([Buffer.from(broken.join('') + unordered), Buffer.from([0x22, 0xff, 0x22, 0x0a])]));
    const before = readFileSync(file);
    using(project, (store) => {
      store.append([makes('b')]);
      expect(store.sampleIds({})).toEqual(['a', 'b']);
      const shown = `.loom/journal/${basename(file)}`;
      expect(store.problems).toEqual([
        { file: shown, line: 3, reason: 'skipped, lines 3–4: not valid JSON of an object: it does not begin and end with a brace' },
        { file: shown, line: 5, reason: 'skipped: empty' },
        { file: shown, line: 6, reason: 'skipped, lines 6–7: not an event: at: expected a text' },
        { file: shown, line: 8, reason: 'skipped: not UTF-8' },
      ]);
    });
    expect(readFileSync(file).subarray(0, before.length)).toEqual(before);
  });

  it('opens with a text of 8 MB without spaces, with a value nested a million deep, and with a line that is longer than is read', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), makes('b', null, 'x'.repeat(8_000_000)), accepts('b')]));
    const file = journalFiles(project)[0]!;
    const accepting = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!;
    const nested = accepting
      .replace('"sample":"b"', `"sample":"a","more":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)
      .replace(/"id":"[0-9A-Z]{26}"/, '"id":"7ZZZZZZZZZ0000000000000000"');
    appendFileSync(file, `${nested}\n${JSON.stringify('y'.repeat(65 * 2 ** 20))}\n`);
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.samples({ text: 'xxx' }, page).samples.map(({ id }) => id)).toEqual(['b']);
      expect(store.sample('a')?.status).toBe('accepted');
      expect(store.dataset()).toMatchObject({ rows: 2, shards: 1 });
      expect(store.problems).toEqual([
        { file: `.loom/journal/${basename(file)}`, line: 6, reason: 'skipped: 66 MB in one line, of which at most 64 are read' },
      ]);
    });
  });

  it('refuses an event that it could not read again, before anything is written', () => {
    const project = newProject();
    using(project, (store) => {
      expect(() => store.append([makes('a'), { type: 'sample.rejected', sample: 'a', reason: undefined as unknown as string }])).toThrow();
      expect(store.sampleIds({})).toEqual([]);
    });
    expect(journalFiles(project)).toEqual([]);
  });

  it('says that the disk is full, takes back what it has written of the line, and goes on when there is room', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a')]);
      const whole = readFileSync(journalFiles(project)[0]!);
      withFullDisk(() => {
        expect(() => store.append([accepts('a')])).toThrow(/journal.*could not be written.*ENOSPC.*free some space/s);
      });
      expect(readFileSync(journalFiles(project)[0]!)).toEqual(whole);
      expect(store.sample('a')?.status).toBe('pending');
      store.append([rejects('a')]);
      expect(store.sample('a')?.status).toBe('rejected');
      expect(store.problems).toEqual([]);
    });
  });

  it('says so when the decision is safe but the dataset folder could not follow, and makes up for it later', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      fs.rmSync(join(project, 'dataset'), { recursive: true });
      writeFileSync(join(project, 'dataset'), 'in the way');
      expect(() => store.append([accepts('a')])).toThrow(
        /^recorded in the journal, but the dataset folder is not up to date: .*a file stands where a folder is needed/,
      );
      expect(store.sample('a')?.status).toBe('accepted');
      expect(store.problems).toMatchObject([{ file: 'dataset', reason: expect.stringMatching(/^not up to date/) as unknown }]);
      const { revision } = store;
      expect(store.catchUp()).toBe(false);
      expect(store.revision).toBe(revision);
      fs.rmSync(join(project, 'dataset'));
      expect(store.catchUp()).toBe(true);
      expect(store.problems).toEqual([]);
    });
    expect(readdirSync(join(project, 'dataset/data'))).toEqual(['train-00000.jsonl']);
  });
});

describe('a runtime without SQLite', () => {
  it('is told in one clear message', () => {
    const project = newProject();
    const lookUp = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    onTestFinished(() => {
      lookUp.mockRestore();
    });
    expect(() => open(project)).toThrow(
      /^this runtime \(Node [\d.]+\) has no node:sqlite.*use VS Code 1\.116 or later, or Node 22\.16 or later$/,
    );
    expect(readdirSync(project)).toEqual([]);
  });
});

/** Lets every write to a file fail after its first half, as a full disk does. */
function withFullDisk(work: () => void): void {
  const { writeSync } = fs;
  const half = (descriptor: number, data: NodeJS.ArrayBufferView): number => {
    writeSync(descriptor, data, 0, Math.floor(data.byteLength / 2));
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  fs.writeSync = half as typeof fs.writeSync;
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  }
}
