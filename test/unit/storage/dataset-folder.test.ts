import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { generated, version } from '../samples/events.ts';
import { accepts, edits, makes, rejects, started } from './made-up.ts';
import { journalFiles, newProject, rowsOnDisk, shard, using } from './projects.ts';

const train = 'data/train-00000.jsonl';

function accepted(project: string, count: number): string[] {
  const ids = Array.from({ length: count }, (_, at) => `s${String(at).padStart(4, '0')}`);
  using(project, (store) => {
    store.append([started('run-1'), ...ids.map((id) => makes(id))]);
    store.append(ids.map(accepts));
  });
  return ids;
}

function change(path: string, edit: (text: string) => string): void {
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

describe('the dataset folder', () => {
  it('does not exist before there is a sample, and then says that nothing is accepted', () => {
    const project = newProject();
    using(project, (store) => store.append([started('run-1')]));
    expect(existsSync(join(project, 'dataset'))).toBe(false);
    using(project, (store) => store.append([makes('a')]));
    expect(readdirSync(join(project, 'dataset')).sort()).toEqual(['.gitattributes', 'README.md']);
    expect(readFileSync(shard(project, 'README.md'), 'utf8')).toContain('Nothing is accepted yet');
  });

  it('has a card that tells one state of the rows from another, also of as many', () => {
    const project = newProject();
    const seen: string[] = [];
    const look = () => seen.push(readFileSync(shard(project, 'README.md'), 'utf8').split('\n---\n')[0]!);
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      store.append([accepts('a')]);
      look();
      store.append([edits('a', { shape: 'qa', question: 'Question of a-v1?', answer: 'Answer of a-v2.' })]);
      look();
      store.append([rejects('a'), accepts('b')]);
      look();
      store.undo();
      look();
    });
    expect(new Set(seen).size).toBe(4);
  });

  it('has its card written when a crash came between it and the last shard', () => {
    const project = newProject();
    accepted(project, 3);
    const card = readFileSync(shard(project, 'README.md'), 'utf8');
    const state = new DatabaseSync(join(project, '.loom/cache/index.sqlite'));
    state.exec("UPDATE meta SET value = 'under way' WHERE key = 'shards'");
    state.close();
    change(shard(project, 'README.md'), (text) => text.replaceAll(/rows [0-9a-f]{16}/g, 'rows 0'));
    using(project, () => {
      expect(readFileSync(shard(project, 'README.md'), 'utf8')).toBe(card);
    });
  });

  it('has lines and card of an older version made anew, each row in its place', () => {
    const project = newProject();
    const ids = accepted(project, 3);
    const state = new DatabaseSync(join(project, '.loom/cache/index.sqlite'));
    state.exec("DELETE FROM meta WHERE key = 'shards'");
    state.exec('UPDATE samples SET stale = 0');
    state.close();
    const before = readFileSync(shard(project, train), 'utf8');
    change(shard(project, train), (text) => text.replaceAll('"seed":7', '"seed":8'));
    using(project, () => {
      expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(ids);
      expect(readFileSync(shard(project, train), 'utf8')).toBe(before);
    });
  });

  it('and the journal have no break in a line that other readers would end it at, and say the same', () => {
    const project = newProject();
    const text = ['a', 'b', 'c', 'd', 'e'].join('\u2028\u2029\u0085\ud83d');
    using(project, (store) => {
      store.append([makes('a', null, text)]);
      store.append([accepts('a')]);
      expect(store.sample('a')!.current.content).toMatchObject({ question: text });
    });
    for (const file of [shard(project, train), ...journalFiles(project)]) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/[\u0085\u2028\u2029]/);
    }
    expect(rowsOnDisk(project)).toMatchObject([{ question: text.toWellFormed() }]);
    using(project, (store) => {
      expect(store.sample('a')!.current.content).toMatchObject({ question: text });
      expect(store.sample('a')!.versions).toHaveLength(1);
    });
  });

  it('holds what is accepted and what is rejected, and follows every change of mind', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a'), makes('b')]);
      store.append([accepts('a'), rejects('b', 'vague')]);
      expect(rowsOnDisk(project)).toMatchObject([{ id: 'a', reviewer: 'ada' }]);
      expect(rowsOnDisk(project, 'rejected')).toMatchObject([{ id: 'b', reason: 'vague', by: 'ada' }]);
      store.append([accepts('b'), edits('a', { shape: 'qa', question: 'Why?', answer: 'So.' })]);
      expect(rowsOnDisk(project)).toMatchObject([{ id: 'a', question: 'Why?', edited: true }, { id: 'b' }]);
      expect(rowsOnDisk(project, 'rejected')).toEqual([]);
      expect(readdirSync(join(project, 'dataset/rejected'))).toEqual([]);
      store.undo();
      store.undo();
      expect(rowsOnDisk(project)).toEqual([]);
      expect(readFileSync(shard(project, 'README.md'), 'utf8')).toContain('0 samples accepted');
      store.redo();
      expect(rowsOnDisk(project)).toMatchObject([{ id: 'a', answer: 'Answer of a-v1.' }]);
      expect(readFileSync(shard(project, 'README.md'), 'utf8')).toContain('1 sample accepted');
    });
  });

  it('is cut into shards of 1,000 rows, of which a decision rewrites one', () => {
    const project = newProject();
    const ids = accepted(project, 2500);
    const names = ['train-00000.jsonl', 'train-00001.jsonl', 'train-00002.jsonl'];
    expect(readdirSync(join(project, 'dataset/data'))).toEqual(names);
    expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(ids);
    const inodes = () => names.map((name) => statSync(shard(project, `data/${name}`)).ino);
    const before = inodes();
    using(project, (store) => {
      expect(inodes()).toEqual(before);
      expect(store.dataset()).toEqual({ folder: 'dataset', rows: 2500, shards: 3 });
      store.append([rejects(ids[1500]!)]);
    });
    const after = inodes();
    expect(after.map((inode, at) => inode === before[at])).toEqual([true, false, true]);
    using(project, (store) => store.append([accepts(ids[1500]!)]));
    expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(ids);
  });

  it.each<[string, (project: string) => void]>([
    [
      'a shard was deleted',
      (project) => {
        rmSync(shard(project, train));
      },
    ],
    [
      'the folder was deleted',
      (project) => {
        rmSync(shard(project, '.'), { recursive: true });
      },
    ],
    [
      'a line was taken out',
      (project) => {
        change(shard(project, train), (text) => text.split('\n').slice(1).join('\n'));
      },
    ],
    [
      'a line stands there twice',
      (project) => {
        change(shard(project, train), (text) => text + text.split('\n')[0]! + '\n');
      },
    ],
    [
      'an older state of it came back',
      (project) => {
        change(shard(project, train), (text) => text.split('\n').slice(0, 1).join('\n'));
      },
    ],
    [
      'it was saved with other line ends and a mark',
      (project) => {
        change(shard(project, train), (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      },
    ],
    [
      'it was laid out anew',
      (project) => {
        change(shard(project, train), (text) => text.replaceAll('":', '" : '));
      },
    ],
    [
      'columns were changed that are not read back',
      (project) => {
        change(shard(project, train), (text) => text.replaceAll('"seed":7', '"seed":8'));
      },
    ],
    [
      'a crash left drafts',
      (project) => {
        writeFileSync(shard(project, 'data/.train-00000.jsonl.0123456789ab.tmp'), '{"id":');
        writeFileSync(shard(project, '.README.md.0123456789ab.tmp'), '');
      },
    ],
  ])('is put right when %s', (_, damage) => {
    const project = newProject();
    accepted(project, 3);
    const before = readFileSync(shard(project, train), 'utf8');
    damage(project);
    using(project, (store) => {
      expect(store.problems).toEqual([]);
      expect(store.sampleIds({ status: ['accepted'] })).toHaveLength(3);
      expect(store.samples({}, { offset: 0, limit: 3 }).samples.every(({ versions }) => versions.length === 1)).toBe(true);
    });
    expect(readFileSync(shard(project, train), 'utf8')).toBe(before);
    expect(readdirSync(shard(project, 'data'))).toEqual(['train-00000.jsonl']);
    expect(readdirSync(shard(project, '.')).sort()).toEqual(['.gitattributes', 'README.md', 'data']);
  });

  it('reads a line back that was edited by hand, as an edit that can be undone', () => {
    const project = newProject();
    const [first, second] = accepted(project, 3);
    using(project, (store) => {
      change(shard(project, train), (text) =>
        text.replace(`Answer of ${first!}-v1.`, 'By hand.').replace(`Question of ${second!}-v1?`, 'How?'),
      );
      expect(store.catchUp()).toBe(true);
      expect(store.sample(first!)).toMatchObject({
        status: 'accepted',
        reviewer: 'ada',
        current: { parent: `${first!}-v1`, model: null, content: { answer: 'By hand.' } },
      });
      expect(store.sample(second!)).toMatchObject({ current: { content: { question: 'How?', answer: `Answer of ${second!}-v1.` } } });
      expect(rowsOnDisk(project)).toMatchObject([
        { answer: 'By hand.', edited: true },
        { question: 'How?', edited: true },
        { edited: false },
      ]);
      expect(store.catchUp()).toBe(false);
      expect(store.undo()).toEqual({ changed: [first, second], what: 'edited 2 samples' });
      expect(rowsOnDisk(project)).toMatchObject([
        { answer: `Answer of ${first!}-v1.`, edited: false },
        { edited: false },
        { edited: false },
      ]);
    });
  });

  it('reads an edit by hand back before the decision that rewrites its shard, even without the index', () => {
    const project = newProject();
    const [first, second] = accepted(project, 3);
    using(project, (store) => {
      change(shard(project, train), (text) => text.replace(`Answer of ${first!}-v1.`, 'By hand.'));
      store.append([rejects(second!)]);
      expect(store.sample(first!)?.current.content).toMatchObject({ answer: 'By hand.' });
    });
    change(shard(project, train), (text) => text.replace('By hand.', 'By hand again.'));
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.sample(first!)).toMatchObject({ status: 'accepted', current: { content: { answer: 'By hand again.' } } });
      expect(store.sample(first!)?.versions).toHaveLength(3);
    });
    expect(rowsOnDisk(project)).toMatchObject([
      { id: first, answer: 'By hand again.' },
      { answer: expect.stringMatching(/^Answer/) as unknown },
    ]);
  });

  it('reads rejected lines back too', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a')]);
      store.append([rejects('a')]);
      change(shard(project, 'rejected/rejected-00000.jsonl'), (text) => text.replace('Answer of a-v1.', 'By hand.'));
      store.catchUp();
      expect(store.sample('a')).toMatchObject({ status: 'rejected', current: { content: { answer: 'By hand.' } } });
    });
  });

  it('keeps lines that it cannot read where they are, reports them, and reads them when they are mended', () => {
    const project = newProject();
    const [first, second, third] = accepted(project, 3);
    const path = shard(project, train);
    using(project, (store) => {
      const broken = '{"id":"s0001","question":"What\\q';
      change(path, (text) => text.split('\n').with(1, broken).join('\n'));
      store.catchUp();
      const problem = {
        file: 'dataset/data/train-00000.jsonl',
        line: 2,
        reason: expect.stringMatching(/^left as it is: not valid JSON/) as unknown,
      };
      expect(store.problems).toEqual([problem]);
      store.append([rejects(third!)]);
      store.append([accepts(third!), edits(first!, { shape: 'qa', question: 'Why?', answer: 'So.' })]);
      expect(store.problems).toEqual([problem]);
      expect(readFileSync(path, 'utf8').split('\n')[1]).toBe(broken);
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5);
      change(path, (text) => text.replace(broken, JSON.stringify({ id: second, question: 'Mended?', answer: 'Yes.' })));
      store.catchUp();
      expect(store.problems).toEqual([]);
      expect(store.sample(second!)?.current.content).toEqual({ shape: 'qa', question: 'Mended?', answer: 'Yes.' });
    });
    expect(rowsOnDisk(project)).toMatchObject([{ id: first, question: 'Why?' }, { id: second, question: 'Mended?' }, { id: third }]);
  });

  it('keeps a line that was left without a text it must have, reports it, and reads it when it is mended', () => {
    const project = newProject();
    const [first, second] = accepted(project, 2);
    const path = shard(project, train);
    using(project, (store) => {
      const whole = readFileSync(path, 'utf8').split('\n')[0]!;
      const emptied = whole.replace('"Question of s0000-v1?"', '" "').replace('Answer of s0000-v1.', 'By hand.');
      change(path, (text) => text.replace(whole, emptied));
      store.catchUp();
      const reason = 'left as it is: Question must say something';
      expect(store.problems).toEqual([{ file: 'dataset/data/train-00000.jsonl', line: 1, reason }]);
      expect(store.sample(first!)).toMatchObject({ status: 'accepted', current: { id: 's0000-v1' } });
      expect(rowsOnDisk(project)).toMatchObject([
        { id: first, question: ' ' },
        { id: first, answer: 'Answer of s0000-v1.' },
        { id: second },
      ]);
      store.append([makes('b'), accepts('b'), edits(second!, { shape: 'qa', question: 'Why?', answer: 'So.' })]);
      expect(store.problems).toMatchObject([{ line: 1, reason }]);
      expect(readFileSync(path, 'utf8').split('\n')).toEqual([emptied, whole, expect.stringContaining('Why?'), expect.anything(), '']);
      change(path, (text) => text.replace(emptied, emptied.replace('" "', '"Mended?"')));
      store.catchUp();
      expect(store.problems).toEqual([]);
      expect(store.sample(first!)?.current.content).toMatchObject({ question: 'Mended?', answer: 'By hand.' });
    });
    expect(rowsOnDisk(project)).toMatchObject([{ id: first, question: 'Mended?' }, { id: second }, { id: 'b' }]);
  });

  it('takes a question back that had no answer, still without one', () => {
    const project = newProject();
    const unanswered = generated('a', { ...version('a-v1'), content: { shape: 'qa', question: 'Why?', answer: '' } });
    using(project, (store) => {
      store.append([{ type: 'sample.generated', sample: 'a', generated: unanswered, gate: null }, accepts('a')]);
      change(shard(project, train), (text) => text.replace('"Why?"', '"Why not?"'));
      store.catchUp();
      expect(store.problems).toEqual([]);
      expect(store.sample('a')?.current.content).toEqual({ shape: 'qa', question: 'Why not?', answer: '' });
    });
  });

  it('keeps rows that no journal knows', () => {
    const project = newProject();
    accepted(project, 1);
    change(shard(project, train), (text) => `${JSON.stringify({ id: 'guest', question: 'Who?', answer: 'Me.' })}\n${text}`);
    using(project, (store) => {
      expect(store.problems).toMatchObject([
        { line: 1, reason: expect.stringContaining('no sample of the journal has the id "guest"') as unknown },
      ]);
      expect(store.dataset().rows).toBe(1);
      store.append([makes('b'), accepts('b')]);
    });
    expect(rowsOnDisk(project).map(({ id }) => id)).toEqual(['guest', 's0000', 'b']);
  });

  it('does not touch a shard that is not UTF-8, and says so', () => {
    const project = newProject();
    accepted(project, 1);
    const latin = Buffer.from('{"id":"s0000","question":"Où?","answer":"Là."}\n', 'latin1');
    writeFileSync(shard(project, train), latin);
    using(project, (store) => {
      expect(store.problems).toMatchObject([{ file: 'dataset', reason: expect.stringContaining('not UTF-8') as unknown }]);
      expect(() => store.append([rejects('s0000')])).toThrow(/not UTF-8, so it is left as it is/);
    });
    expect(readFileSync(shard(project, train))).toEqual(latin);
  });

  it('leaves files of others alone', () => {
    const project = newProject();
    accepted(project, 2);
    for (const name of ['data/train-extra.jsonl', 'data/notes.txt', 'data/.hidden.tmp', 'LICENSE'])
      writeFileSync(shard(project, name), 'mine');
    mkdirSync(shard(project, 'data/old'));
    using(project, (store) => {
      store.append([rejects('s0001')]);
      store.undo();
    });
    for (const name of ['data/train-extra.jsonl', 'data/notes.txt', 'data/.hidden.tmp', 'LICENSE'])
      expect(readFileSync(shard(project, name), 'utf8')).toBe('mine');
  });

  it('keeps what the user wrote into the card, and says where its front matter is wrong', () => {
    const project = newProject();
    accepted(project, 2);
    const card = shard(project, 'README.md');
    change(card, (text) => text.replace('---\n', '---\nlicense: mit\n') + '\nThanks.\n');
    using(project, (store) => {
      store.append([rejects('s0001')]);
      expect(readFileSync(card, 'utf8')).toMatch(/^---\nlicense: mit\n[\s\S]*1 sample accepted[\s\S]*\nThanks\.\n$/);
      change(card, (text) => text.replace('license: mit', 'license: [mit'));
      store.append([accepts('s0001')]);
      expect(store.problems).toMatchObject([{ file: 'dataset/README.md', line: expect.any(Number) as unknown }]);
      expect(readFileSync(card, 'utf8')).toContain('2 samples accepted');
    });
  });

  it('counts a sample by the model that wrote it as it is now, whichever that was before', () => {
    const project = newProject();
    const models = (): string[] => readFileSync(shard(project, 'README.md'), 'utf8').match(/(?<=\| model ).*(?= \|)/g) ?? [];
    using(project, (store) => {
      store.append([started('run-1', 'first'), makes('a'), makes('b'), accepts('a'), accepts('b')]);
      expect(models()).toEqual(['`builtin/extractive` | 2']);
      const again = { ...version('a-v2', 'Another?', 'a-v1'), model: 'second' };
      store.append([{ type: 'sample.regenerated', sample: 'a', version: again }]);
      expect(models()).toEqual(['`builtin/extractive` | 1']);
      store.append([accepts('a')]);
      expect(models()).toEqual(['`builtin/extractive` | 1', '`second` | 1']);
      // What a hand has changed is still the model's whose text it was.
      store.append([edits('a', { shape: 'qa', question: 'Edited?', answer: 'By hand.' }, 'a-v3', 'a-v2')]);
      expect(models()).toEqual(['`builtin/extractive` | 1', '`second` | 1']);
      store.append([rejects('b')]);
      expect(models()).toEqual(['`second` | 1']);
    });
    rmSync(join(project, '.loom/cache'), { recursive: true });
    rmSync(shard(project, 'README.md'));
    using(project, (store) => {
      expect(store.problems).toEqual([]);
      expect(models()).toEqual(['`second` | 1']);
    });
  });

  it('leaves a README that is not its card as it is, says how to mend that, and does so once a place is made in it', () => {
    const project = newProject();
    mkdirSync(shard(project, '.'));
    const card = shard(project, 'README.md');
    const own = '---\nconfigs:\n  - config_name: default\n    data_files: data/train-*.parquet\n---\n# My notes\n';
    writeFileSync(card, own);
    accepted(project, 2);
    using(project, (store) => {
      expect(rowsOnDisk(project)).toHaveLength(2);
      expect(readFileSync(card, 'utf8')).toBe(own);
      expect(store.problems).toMatchObject([
        { file: 'dataset/README.md', line: 1, reason: expect.stringContaining('not the dataset') as unknown },
      ]);
      const lines = /the line (<!--.*?-->) and below it the line (<!--.*?-->)/.exec(store.problems[0]!.reason)!;
      writeFileSync(card, `${own}\n${lines[1]!}\n${lines[2]!}\n`);
      store.append([rejects('s0001')]);
      expect(store.problems).toEqual([]);
      expect(readFileSync(card, 'utf8')).toMatch(/# My notes\n[\s\S]*1 sample accepted/);
    });
  });

  it.each([
    ['the folder', 'dataset', '.'],
    ['a folder of shards', 'dataset/data', 'dataset'],
    ['the folder above', 'out', '.', 'out/set'],
  ])('is not written through a link in place of %s, and says so', (_, link, parent, dataset = 'dataset') => {
    const [project, elsewhere] = [newProject(), newProject()];
    mkdirSync(join(project, parent), { recursive: true });
    symlinkSync(elsewhere, join(project, link), 'junction');
    const draft = join(elsewhere, '.README.md.0123456789ab.tmp');
    writeFileSync(draft, 'mine');
    using(
      project,
      (store) => {
        store.append([makes('a')]);
        expect(() => store.append([accepts('a')])).toThrow(/recorded in the journal.*is a symbolic link.*move it away/);
        expect(store.problems).toMatchObject([{ file: dataset, reason: expect.stringContaining('symbolic link') as unknown }]);
        expect(readdirSync(elsewhere)).toEqual([basename(draft)]);
        rmSync(join(project, link));
        store.catchUp();
        expect(store.problems).toEqual([]);
        expect(store.dataset()).toMatchObject({ rows: 1, shards: 1 });
      },
      'ada',
      dataset,
    );
  });

  it.each(['README.md', train])('reads nothing through a link in place of %s', (name) => {
    const [project, elsewhere] = [newProject(), newProject()];
    writeFileSync(join(elsewhere, 'secret'), 'secret\n');
    mkdirSync(shard(project, 'data'), { recursive: true });
    symlinkSync(join(elsewhere, 'secret'), shard(project, name));
    using(project, (store) => {
      expect(() => {
        store.append([makes('a')]);
        store.append([accepts('a')]);
      }).toThrow('is a symbolic link');
      expect(store.problems).toHaveLength(1);
    });
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe('secret\n');
    expect(lstatSync(shard(project, name)).isSymbolicLink()).toBe(true);
  });

  it('moves when the setting does', () => {
    const project = newProject();
    accepted(project, 2);
    const before = readFileSync(shard(project, train), 'utf8');
    using(project, () => undefined, 'ada', 'curated/set');
    expect(readFileSync(join(project, 'curated/set', train), 'utf8')).toBe(before);
    expect(readFileSync(shard(project, train), 'utf8')).toBe(before);
  });

  it('survives a rebuilt index without moving a row', () => {
    const project = newProject();
    const ids = accepted(project, 1500);
    using(project, (store) => store.append([rejects(ids[3]!), rejects(ids[1200]!)]));
    using(project, (store) => store.append([accepts(ids[1200]!)]));
    const shards = () => ['train-00000.jsonl', 'train-00001.jsonl'].map((name) => readFileSync(shard(project, `data/${name}`), 'utf8'));
    const before = shards();
    rmSync(join(project, '.loom/cache'), { recursive: true });
    using(project, (store) => {
      expect(store.dataset()).toMatchObject({ rows: 1499, shards: 2 });
    });
    expect(shards()).toEqual(before);
  });
});
