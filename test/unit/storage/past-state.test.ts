/** The state of a snapshot is what the project showed when it was taken, whatever people and merges bring later. */
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { sampleStatuses } from '../../../src/core/samples/sample.ts';
import { versionId } from '../../../src/core/samples/versions.ts';
import type { PastSampleStates, SampleStates, Store, StoredSnapshot } from '../../../src/engine/storage/store.ts';
import { openStore } from '../../../src/engine/storage/store.ts';
import { accepts, edits, judges, makes, rejects } from './made-up.ts';
import { journalFiles, newProject, open, using } from './projects.ts';

function take(store: Store, name: string): StoredSnapshot {
  store.append([{ type: 'snapshot.taken', snapshot: `id of ${name}`, name, note: null, files: store.reach(), samples: store.counts }]);
  return store.snapshots().find((each) => each.name === name)!;
}

/** Reads a past state whole, and answers from it. */
async function inPast<T>(store: Store, snapshot: StoredSnapshot, work: (past: PastSampleStates) => T): Promise<T> {
  return store.withPast(snapshot, (past) => {
    for (const { done, total } of past.read()) expect(done).toBeLessThanOrEqual(total);
    return Promise.resolve(work(past));
  });
}

/** Everything a state answers. */
function shown(states: SampleStates) {
  const all = sampleStatuses.flatMap((status) => [...states.samplesInStatus(status)]).sort((a, b) => (a.id < b.id ? -1 : 1));
  const listed = states.statesAfter('', 1000);
  return { counts: { ...states.counts }, all, listed, one: all.map(({ id }) => states.sample(id)) };
}

const step = fc.record({
  clone: fc.nat(1),
  what: fc.constantFrom(
    'make',
    'make',
    'gate',
    'accept',
    'accept',
    'reject',
    'edit',
    'regenerate',
    'judge',
    'undo',
    'redo',
    'merge',
    'snapshot',
  ),
  sample: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  text: fc.constantFrom('T1', 'T2'),
});

/** What a person would do in a clone, where that is possible. */
function eventOf(store: Store, { what, sample, text }: { what: string; sample: string; text: string }): NewEvent | undefined {
  const now = store.sample(sample);
  if (what === 'make' || what === 'gate') return now === undefined ? makes(sample, what === 'gate' ? text : null) : undefined;
  if (now === undefined) return undefined;
  const content = { shape: 'qa' as const, question: `${text} of ${sample}?`, answer: text };
  const id = versionId(sample, now.current.id, content);
  if (what === 'accept') return accepts(sample);
  if (what === 'reject') return rejects(sample, text);
  if (what === 'edit') return edits(sample, content, id, now.current.id);
  if (what === 'regenerate')
    return { type: 'sample.regenerated', sample, version: { ...now.current, id, parent: now.current.id, content } };
  return judges(sample, now.current.id, text.length);
}

/** Brings the journal of one clone into another, as git does. */
function pull(from: string, into: string): void {
  mkdirSync(join(into, '.loom/journal'), { recursive: true });
  for (const file of journalFiles(from)) {
    const target = join(into, '.loom/journal', basename(file));
    const size = statSync(target, { throwIfNoEntry: false })?.size ?? -1;
    if (statSync(file).size > size) copyFileSync(file, target);
  }
}

describe('the state of a snapshot', () => {
  it('is what was shown when it was taken, after any history of two clones and their merges', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const clones = [newProject(), newProject()] as const;
        const stores = clones.map((folder, at) => open(folder, at === 0 ? 'ada' : 'ben'));
        const taken: { clone: number; snapshot: StoredSnapshot; then: ReturnType<typeof shown> }[] = [];
        try {
          for (const [at, each] of [...steps, { ...steps[0]!, what: 'snapshot' as const }].entries()) {
            const store = stores[each.clone]!;
            if (each.what === 'undo') store.undo();
            else if (each.what === 'redo') store.redo();
            else if (each.what === 'merge') {
              pull(clones[1 - each.clone]!, clones[each.clone]!);
              store.catchUp();
            } else if (each.what === 'snapshot') {
              const then = shown(store);
              taken.push({ clone: each.clone, snapshot: take(store, `at ${at}`), then });
            } else {
              const event = eventOf(store, each);
              if (event !== undefined) store.append([event]);
            }
          }
          for (const at of [0, 1]) {
            pull(clones[1 - at]!, clones[at]!);
            stores[at]!.catchUp();
          }
          for (const { clone, snapshot, then } of taken) {
            // In either clone, once they are merged.
            for (const store of stores) expect(await inPast(store, snapshot, shown)).toEqual(then);
            expect(snapshot.samples).toEqual(then.counts);
            expect(stores[clone]!.snapshots().map(({ id }) => id)).toContain(snapshot.id);
          }
        } finally {
          for (const store of stores) store.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is read again after the cache was deleted, and without writing anything where nothing may be written', async () => {
    const project = newProject();
    const { snapshot, then } = using(project, (store) => {
      store.append([makes('a'), makes('b'), accepts('a')]);
      const before = shown(store);
      const first = take(store, 'first');
      store.append([rejects('a'), makes('c')]);
      return { snapshot: first, then: before };
    });
    rmSync(join(project, '.loom/cache'), { recursive: true });
    const looking = openStore(project, { by: 'ada', dataset: 'dataset', looksOnly: true });
    expect(await inPast(looking, snapshot, shown)).toEqual(then);
    looking.close();
    expect(statSync(join(project, '.loom/cache'), { throwIfNoEntry: false })).toBeUndefined();
    const store = open(project);
    expect(await inPast(store, snapshot, shown)).toEqual(then);
    store.close();
    const again = open(project);
    // From the index that is kept.
    expect(await inPast(again, snapshot, shown)).toEqual(then);
    again.close();
  });

  it('is refused, with the file’s name, when the journal no longer begins as it did, and is there when the file is back', async () => {
    const project = newProject();
    const store = open(project);
    store.append([makes('a'), accepts('a')]);
    const snapshot = take(store, 'first');
    const [file = ''] = journalFiles(project);
    store.close();
    const whole = readFileSync(file);
    const name = basename(file);
    const again = open(project);
    const accepted = () => inPast(again, snapshot, (past) => past.counts.accepted);
    const cases: (readonly [() => void, RegExp])[] = [
      [
        () => {
          renameSync(file, `${file}.away`);
        },
        new RegExp(`^\\.loom/journal/${name}: is not there any more since the snapshot “first”`),
      ],
      [
        () => {
          writeFileSync(file, whole.subarray(0, 100));
        },
        new RegExp(`${name}: is shorter than it was`),
      ],
      [
        () => {
          writeFileSync(file, whole.toString().replace('Question of a', 'Question of A'));
        },
        new RegExp(`${name}: was rewritten`),
      ],
    ];
    for (const [spoil, message] of cases) {
      spoil();
      again.catchUp();
      await expect(accepted()).rejects.toThrow(message);
      writeFileSync(file, whole);
      again.catchUp();
      expect(await accepted()).toBe(1);
    }
    // With its index there already, a file whose end was changed is noticed, too.
    writeFileSync(file, whole.toString().replace('"sample.accepted"', '"sample.acceptet"'));
    await expect(accepted()).rejects.toThrow(/was rewritten/);
    again.close();
  });

  it('is asked for by no name of a file that is none of the journal’s', async () => {
    const project = newProject();
    const store = open(project);
    store.append([makes('a')]);
    const files = [{ name: '../project.yaml', size: 5, checksum: 1 }];
    store.append([{ type: 'snapshot.taken', snapshot: '../../x', name: 'hostile', note: null, files, samples: store.counts }]);
    appendFileSync(join(project, '.loom/project.yaml'), 'model: x\n');
    await expect(inPast(store, store.snapshots()[0]!, shown)).rejects.toThrow(/project\.yaml: is not there/);
    store.close();
  });

  it('has a name until that is dropped, in whichever order the two arrive', () => {
    const [one, other] = [newProject(), newProject()];
    using(one, (store) => {
      store.append([makes('a')]);
      take(store, 'first');
    });
    pull(one, other);
    using(other, (store) => store.append([{ type: 'snapshot.dropped', snapshot: 'id of first' }]), 'ben');
    const third = newProject();
    const files = journalFiles(other).map((file) => ({
      file,
      isOnes: journalFiles(one).some((each) => basename(each) === basename(file)),
    }));
    mkdirSync(join(third, '.loom/journal'), { recursive: true });
    for (const wanted of [false, true]) {
      for (const { file, isOnes } of files) if (isOnes === wanted) copyFileSync(file, join(third, '.loom/journal', basename(file)));
      using(third, (store) => {
        expect(store.snapshots()).toEqual([]);
      });
    }
    using(one, (store) => {
      expect(store.snapshots().map(({ name }) => name)).toEqual(['first']);
    });
  });
});
