import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit } from '../../../src/engine/queries/review.ts';
import type { Store } from '../../../src/engine/storage/store.ts';
import { accepts, judges, makes } from './made-up.ts';
import { newProject, rowsOnDisk, shard, using } from './projects.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const identity = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false'];
const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const commit = (folder: string): void => {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'work');
};

/** Merges what another clone has committed into this one. */
const pull = (folder: string, from: string): void => {
  git(folder, 'pull', '--quiet', '--no-rebase', '--no-edit', from, 'main');
};

/** Two clones of a project with one accepted sample. */
function clones(): [ada: string, ben: string] {
  const ada = newProject();
  git(ada, 'init', '--quiet', '--initial-branch', 'main');
  using(ada, (store) => store.append([makes('a'), accepts('a')]));
  commit(ada);
  const ben = newProject();
  git(ben, 'clone', '--quiet', ada, '.');
  return [ada, ben];
}

const partsOf = (text: string) => ({ question: `${text}?`, answer: `${text}.` });
const asText = (text: string) => ({ shape: 'qa' as const, ...partsOf(text) });
const edits = (text: string) => (store: Store) => edit(store, 'a', partsOf(text));

function work(folder: string, by: string, ...steps: ((store: Store) => unknown)[]): void {
  using(folder, (store) => steps.map((step) => step(store)), by);
  commit(folder);
}

const currentText = (folder: string): string => using(folder, (store) => labelOf(store.sample('a')!.current.content));

describe('two clones that are merged by git', () => {
  it('have two ids for two edits of one sample, and a score stays with the text that the judge read', () => {
    const [ada, ben] = clones();
    work(ada, 'ada', edits('Ada'), (store) => store.append([judges('a', store.sample('a')!.current.id, 2)]));
    work(ben, 'ben', edits('Ben'));
    pull(ben, ada);
    for (const folder of [ben, copyWithoutCache(ben)]) {
      const { versions, current } = using(folder, (store) => store.sample('a')!);
      expect(versions.map(({ content, fields }) => [labelOf(content), fields?.judge])).toEqual([
        ['Question of a-v1?', undefined],
        ['Ada?', 2],
        ['Ben?', undefined],
      ]);
      expect(new Set(versions.map(({ id }) => id)).size).toBe(3);
      expect(labelOf(current.content)).toBe('Ben?');
      expect(rowsOnDisk(folder)).toMatchObject([{ id: 'a', ...asText('Ben'), version: current.id }]);
    }
  });

  it('have one version for the same edit made in both', () => {
    const [ada, ben] = clones();
    work(ada, 'ada', edits('Same'));
    work(ben, 'ben', edits('Same'));
    pull(ben, ada);
    expect(using(ben, (store) => store.sample('a')!.versions.length)).toBe(2);
  });

  it('come to the same shards, whoever merges whom', () => {
    const [ada, ben] = clones();
    work(ada, 'ada', edits('Ada'), (store) => store.append([makes('b'), accepts('b')]));
    work(ben, 'ben', edits('Ben'), (store) => store.append([makes('c'), accepts('c')]));
    const third = newProject();
    git(third, 'clone', '--quiet', ada, '.');
    pull(third, ben);
    pull(ben, ada);
    const shards = [third, ben].map((folder) => {
      using(folder, () => undefined);
      return readFileSync(shard(folder, 'data/train-00000.jsonl'), 'utf8');
    });
    expect(shards[0]).toBe(shards[1]);
    expect(rowsOnDisk(ben).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it.each(['a program that counts versions', 'this program'])(
    'never take a line that is one commit behind for an edit, of %s',
    (program) => {
      const [ada, ben] = clones();
      const positional = (text: string) => (store: Store) => {
        const { current, versions } = store.sample('a')!;
        return store.append([
          { type: 'sample.edited', sample: 'a', version: `a-${versions.length}`, parent: current.id, content: asText(text), evidence: [] },
        ]);
      };
      const editing = program === 'this program' ? edits : positional;
      work(ada, 'ada', editing('Ada'));
      work(ben, 'ben', editing('Ben'));
      const path = shard(ben, 'data/train-00000.jsonl');
      const behind = [shard(ada, 'data/train-00000.jsonl'), path].map((each) => readFileSync(each, 'utf8'));
      pull(ben, ada);
      work(ben, 'ben', editing('Last'));
      for (const text of [...behind, behind.join('') + readFileSync(path, 'utf8')]) {
        writeFileSync(path, text);
        expect(currentText(ben)).toBe('Last?');
        expect(rowsOnDisk(ben)).toMatchObject([asText('Last')]);
      }
      expect(using(ben, (store) => store.sample('a')!.history.filter(({ what }) => what === 'edited'))).toHaveLength(3);
    },
  );

  it('take what was written into a line by hand once, and never again over what followed it', () => {
    const [ada, ben] = clones();
    const path = shard(ada, 'data/train-00000.jsonl');
    const byHand = readFileSync(path, 'utf8').replace('Question of a-v1?', 'By hand?');
    writeFileSync(path, byHand);
    commit(ada);
    pull(ben, ada);
    // Both programs read the edit that neither has seen made.
    work(ben, 'ben', edits('Later'));
    expect(currentText(ada)).toBe('By hand?');
    commit(ada);
    pull(ben, ada);
    using(ben, (store) => {
      const { versions, current } = store.sample('a')!;
      expect(versions.map(({ content }) => labelOf(content))).toEqual(['Question of a-v1?', 'By hand?', 'Later?']);
      expect(labelOf(current.content)).toBe('Later?');
    });
    using(ben, (store) => edit(store, 'a', partsOf('Last')));
    writeFileSync(shard(ben, 'data/train-00000.jsonl'), byHand);
    expect(currentText(ben)).toBe('Last?');
  });

  it('take the same text written by hand once more, where nothing newer stands', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), accepts('a')]));
    const path = shard(project, 'data/train-00000.jsonl');
    const byHand = readFileSync(path, 'utf8').replace('Question of a-v1?', 'By hand?');
    writeFileSync(path, byHand);
    expect(currentText(project)).toBe('By hand?');
    using(project, (store) => store.undo());
    expect(currentText(project)).toBe('Question of a-v1?');
    writeFileSync(path, byHand);
    expect(currentText(project)).toBe('By hand?');
  });
});

function copyWithoutCache(project: string): string {
  const copy = newProject();
  cpSync(project, copy, { recursive: true });
  rmSync(join(copy, '.loom/cache'), { recursive: true });
  return copy;
}
