import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import type { ChangeKind } from '../../../src/core/samples/states/compare.ts';
import type { EngineArguments } from '../../../src/protocol/engine.ts';
import { startScript } from '../../support/start-script.ts';
import { judges, makes, started } from '../storage/made-up.ts';
import { newProject, open, rowsOnDisk, using } from '../storage/projects.ts';

async function opened(folder: string, trusted = true, by = 'ada'): Promise<OpenedProject> {
  const project = await openProject(folder, { by, trusted, sources: { environment: {} } });
  onTestFinished(() => {
    project.close();
  });
  return project;
}

/** A project with samples of these ids, pending. */
async function withSamples(ids: readonly string[]): Promise<{ folder: string; project: OpenedProject }> {
  const folder = newProject();
  using(folder, (store) => store.append(ids.map((id) => makes(id))));
  return { folder, project: await opened(folder) };
}

type Comparison = Partial<EngineArguments<'snapshots/compare'>> & { from: string };
const compare = (project: OpenedProject, { to = 'now', offset = 0, limit = 100, ...others }: Comparison) =>
  project.request('snapshots/compare', { to, offset, limit, ...others });

const accept = (project: OpenedProject, ...samples: string[]) => project.request('review/accept', { samples });
const reject = (project: OpenedProject, reason: string, ...samples: string[]) => project.request('review/reject', { samples, reason });
const edit = (project: OpenedProject, sample: string, question: string) => project.request('review/edit', { sample, parts: { question } });

/** Status, reason, text and reviewer of every sample. */
function stateOf(folder: string) {
  return using(folder, (store) =>
    store
      .samples({}, { offset: 0, limit: 5000 })
      .samples.map(({ id, status, reason, reviewer, gate, current }) => ({ id, status, reason, reviewer, gate, text: current.content }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

/** The rows of the dataset, but for when each was last changed, which was now. */
const datasetOf = (folder: string) =>
  rowsOnDisk(folder)
    .map((row) => ({ ...row, changed: undefined }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

describe('snapshots', () => {
  it('are taken, listed and dropped; a name is one snapshot’s', async () => {
    const { project } = await withSamples(['a', 'b']);
    await accept(project, 'a');
    const { snapshot } = await project.request('snapshots/take', { name: ' first draft ', note: 'before Ben reads it' });
    expect(snapshot).toMatchObject({
      name: 'first draft',
      note: 'before Ben reads it',
      by: 'ada',
      samples: { pending: 1, accepted: 1, rejected: 0, gated: 0 },
    });
    await project.request('snapshots/take', { name: 'second' });
    expect((await project.request('snapshots/list', {})).snapshots.map(({ name }) => name)).toEqual(['second', 'first draft']);
    await expect(project.request('snapshots/take', { name: 'second' })).rejects.toThrow(
      /there is a snapshot “second” already, taken .* by ada; choose another name/,
    );
    for (const [name, message] of [
      ['  ', 'needs a name'],
      ['x'.repeat(101), 'at most 100 characters; this one has 101'],
      ['a\nb', 'one line of text'],
      ['now', 'the present state'],
    ] as const)
      await expect(project.request('snapshots/take', { name })).rejects.toThrow(message);
    expect(await project.request('snapshots/drop', { snapshot: 'second' })).toMatchObject({ name: 'second' });
    expect((await project.request('snapshots/list', {})).snapshots).toHaveLength(1);
    await expect(compare(project, { from: 'second' })).rejects.toThrow('there is no snapshot “second”: there are “first draft”');
    await project.request('snapshots/take', { name: 'second' });
    expect(await compare(project, { from: snapshot.id })).toMatchObject({ from: 'first draft', differing: 0 });
  });

  it('are compared: added, edited part by part, re-decided by whom, re-judged; in pages and by kind', async () => {
    const { folder, project } = await withSamples(['a', 'b', 'c', 'd']);
    await project.request('snapshots/take', { name: 'first' });
    await accept(project, 'a');
    await edit(project, 'b', 'Why does the moon pull?');
    await reject(project, 'too vague', 'b');
    using(folder, (store) => store.append([judges('c', 'c-v1', 4), makes('e')]), 'ben');
    const result = await compare(project, { from: 'first' });
    expect(result).toMatchObject({
      from: 'first',
      to: 'now',
      differing: 4,
      total: 4,
      counts: { added: 1, removed: 0, edited: 1, redecided: 2, rejudged: 1 },
    });
    expect(result.changes.map(({ sample, kinds }) => [sample, kinds])).toEqual([
      ['a', ['redecided']],
      ['b', ['edited', 'redecided']],
      ['c', ['rejudged']],
      ['e', ['added']],
    ]);
    const [a, b, c, e] = result.changes;
    expect(a).toMatchObject({ before: { status: 'pending', by: null }, after: { status: 'accepted', by: 'ada' }, parts: [] });
    expect(b?.after).toMatchObject({ status: 'rejected', reason: 'too vague', by: 'ada' });
    expect(b?.parts).toEqual([{ name: 'question', label: 'Question', before: 'Question of b-v1?', after: 'Why does the moon pull?' }]);
    expect([c?.before?.judge, c?.after?.judge]).toEqual([null, 4]);
    expect(e?.before).toBeNull();
    expect(e?.parts.map(({ name, before }) => [name, before])).toEqual([
      ['question', null],
      ['answer', null],
      ['finalAnswer', null],
    ]);
    const pages = await Promise.all([0, 1, 2].map((offset) => compare(project, { from: 'first', offset, limit: 1 })));
    expect(pages.map(({ changes }) => changes[0]?.sample)).toEqual(['a', 'b', 'c']);
    const edited = await compare(project, { from: 'first', kinds: ['edited'] });
    expect(edited).toMatchObject({ total: 1, differing: 4 });
    expect(edited.changes.map(({ sample }) => sample)).toEqual(['b']);
  });

  it('are compared no further once that was called off, and in full when it is asked for again', async () => {
    const { project } = await withSamples(['a', 'b']);
    await project.request('snapshots/take', { name: 'first' });
    await accept(project, 'a');
    const called = new AbortController();
    const compared = project.request('snapshots/compare', { from: 'first', to: 'now', offset: 0, limit: 10 }, called.signal);
    called.abort(new Error('nobody waits for it'));
    await expect(compared).rejects.toThrow('nobody waits for it');
    expect((await compare(project, { from: 'first' })).differing).toBe(1);
  });

  it('read the same in restricted mode, where none is taken', async () => {
    const { folder, project } = await withSamples(['a', 'b']);
    await project.request('snapshots/take', { name: 'first' });
    await accept(project, 'a');
    const restricted = await opened(folder, false);
    expect(await compare(restricted, { from: 'first' })).toEqual(await compare(project, { from: 'first' }));
    await expect(restricted.request('snapshots/take', { name: 'x' })).rejects.toThrow('restricted mode');
    await expect(restricted.request('snapshots/restore', { snapshot: 'first' })).rejects.toThrow('restricted mode');
  });
});

const samples = ['a', 'b', 'c', 'd'];
const step = fc.record({
  what: fc.constantFrom('accept', 'accept', 'reject', 'edit', 'make', 'undo', 'redo'),
  sample: fc.constantFrom(...samples),
  text: fc.constantFrom('T1', 'T2', 'T3'),
});

describe('restoring a snapshot', () => {
  it('brings back texts and decisions after any history, as one action that is taken back as one', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.array(step, { minLength: 1, maxLength: 12 }), async (before, after) => {
        const folder = newProject();
        using(folder, (store) => store.append(samples.map((id) => makes(id, id === 'd' ? 'held back' : null))));
        const project = await openProject(folder, { by: 'ada', trusted: true, sources: { environment: {} } });
        try {
          let made = 0;
          const go = async ({ what, sample, text }: { what: string; sample: string; text: string }) => {
            if (what === 'accept') await accept(project, sample);
            else if (what === 'reject') await reject(project, text, sample);
            else if (what === 'edit') await edit(project, sample, `${text}?`);
            else if (what === 'make') using(folder, (store) => store.append([makes(`new-${made++}`)]), 'ben');
            else await project.request(what === 'undo' ? 'review/undo' : 'review/redo', {});
          };
          for (const each of before) await go(each);
          await project.request('snapshots/take', { name: 'first' });
          const then = stateOf(folder);
          const rows = datasetOf(folder);
          for (const each of after) await go(each);
          if (made > 0) await accept(project, `new-${made - 1}`);
          const now = stateOf(folder);
          const result = await project.request('snapshots/restore', { snapshot: 'first' });
          const known = new Set(then.map(({ id }) => id));
          const restored = stateOf(folder);
          // Who decided the same again, by the same name, is no difference.
          expect(restored.filter(({ id }) => known.has(id))).toEqual(then);
          for (const each of restored.filter(({ id }) => !known.has(id))) expect(each).toMatchObject({ status: 'pending' });
          expect(datasetOf(folder)).toEqual(rows);
          const left = await compare(project, { from: 'first' });
          const onlyNew: readonly ChangeKind[] = left.changes.flatMap(({ kinds }) => kinds);
          expect(new Set(onlyNew).difference(new Set(['added']))).toEqual(new Set());
          // Done again, it finds nothing to do.
          expect(await project.request('snapshots/restore', { snapshot: 'first' })).toMatchObject({ changed: [], before: null });
          expect(result.changed.length > 0).toBe(result.before !== null);
          if (result.changed.length > 0) {
            const count = result.changed.length;
            expect((await project.request('review/undo', {})).what).toBe(`restored ${count} ${count === 1 ? 'sample' : 'samples'}`);
            expect(stateOf(folder)).toEqual(now);
            await project.request('review/redo', {});
            expect(stateOf(folder)).toEqual(restored);
            await project.request('snapshots/restore', { snapshot: result.before!.name });
            expect(stateOf(folder)).toEqual(now);
          }
        } finally {
          project.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('takes the present state first, under a name that is free', async () => {
    const { project } = await withSamples(['a']);
    await project.request('snapshots/take', { name: 'first' });
    for (const expected of ['before restoring first', 'before restoring first (2)']) {
      await accept(project, 'a');
      const result = await project.request('snapshots/restore', { snapshot: 'first' });
      expect(result).toMatchObject({ name: 'first', changed: ['a'], before: { name: expected, samples: { accepted: 1 } } });
    }
  });

  it('is refused while a run is under way, and says what to do', async () => {
    const { folder, project } = await withSamples(['a']);
    await project.request('snapshots/take', { name: 'first' });
    await accept(project, 'a');
    // Of a process that is there: this one.
    const other = open(folder);
    other.append([started('run-9')]);
    await expect(project.request('snapshots/restore', { snapshot: 'first' })).rejects.toThrow(
      /run run-9 is under way.*loom runs cancel run-9/,
    );
    other.close();
  });

  it('goes on when it is asked for again, after it was killed in the middle', { timeout: 120_000 }, async () => {
    const ids = Array.from({ length: 1200 }, (_, at) => `s${String(at).padStart(5, '0')}`);
    const folder = newProject();
    using(folder, (store) => store.append(ids.map((id) => makes(id))));
    const project = await openProject(folder, { by: 'ada', trusted: true, sources: { environment: {} } });
    await project.request('snapshots/take', { name: 'first' });
    await project.request('review/accept', { filter: { status: ['pending'] } });
    project.close();
    const middle = 200;
    const running = startScript(join(import.meta.dirname, 'killed-restore-child.ts'), [folder, 'first', String(middle)]);
    onTestFinished(() => void running.kill('SIGKILL'));
    const exit = once(running, 'exit');
    for await (const line of createInterface(running.stdout)) if (Number(line) > middle) running.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
    const half = using(folder, (store) => store.sampleIds({ status: ['pending'] }));
    expect(half.length).toBeGreaterThan(middle);
    expect(half.length).toBeLessThan(ids.length);
    expect(half).toEqual(ids.slice(0, half.length));
    const again = await opened(folder);
    expect(rowsOnDisk(folder)).toHaveLength(ids.length - half.length);
    const result = await again.request('snapshots/restore', { snapshot: 'first' });
    expect(result.changed).toHaveLength(ids.length - half.length);
    expect(result.before?.name).toBe('before restoring first (2)');
    expect(await compare(again, { from: 'first' })).toMatchObject({ differing: 0 });
    expect(rowsOnDisk(folder)).toEqual([]);
  });
});
