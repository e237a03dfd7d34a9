import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import type { EngineNotifications } from '../../../src/protocol/engine.ts';
import { startScript } from '../../support/start-script.ts';
import { generated, version } from '../samples/events.ts';
import { makes } from '../storage/made-up.ts';
import { newProject, rowsOnDisk, using } from '../storage/projects.ts';

type Progress = EngineNotifications['progress'];

const many = 1500;
const ids = Array.from({ length: many }, (_, at) => `s${String(at).padStart(5, '0')}`);

let full: string;
beforeAll(() => {
  full = mkdtempSync(join(tmpdir(), 'reviewing-test-'));
  using(full, (store) => store.append(ids.map((id) => makes(id))));
});
afterAll(() => {
  rmSync(full, { recursive: true });
});

/** A project in which many samples are pending, and what it tells of its progress. */
async function opened(onProgress: (progress: Progress) => void = () => undefined): Promise<{ folder: string; project: OpenedProject }> {
  const folder = newProject();
  cpSync(full, folder, { recursive: true });
  const project = await openProject(folder, { by: 'ada', trusted: true, sources: { environment: {} }, onProgress });
  onTestFinished(() => {
    project.close();
  });
  return { folder, project };
}

const counts = async (project: OpenedProject) => (await project.request('samples/list', { filter: {}, offset: 0, limit: 1 })).counts;

describe('deciding on many samples', { timeout: 120_000 }, () => {
  it('answers other requests in between, loses no decision made meanwhile, and is taken back as one', async () => {
    const order: string[] = [];
    const others: Promise<unknown>[] = [];
    const { folder, project } = await opened(({ label, done }) => {
      if (label !== 'Accepting samples' || others.length > 0) return;
      expect(done).toBeLessThan(many);
      others.push(
        project.request('samples/list', { filter: { status: ['pending'] }, offset: 0, limit: 10 }).then(() => order.push('listed')),
        project.request('review/reject', { samples: [ids.at(-1)!], reason: 'dull' }).then(() => order.push('rejected')),
      );
    });
    const accepted = await project.request('review/accept', { filter: { status: ['pending'] } });
    order.push('accepted');
    await Promise.all(others);
    expect(order).toEqual(['listed', 'rejected', 'accepted']);
    const refused = [{ sample: ids.at(-1), reason: expect.stringContaining('meanwhile') as string }];
    expect(accepted).toMatchObject({ asked: many, refused, cancelled: false });
    expect(accepted.changed).toEqual(ids.slice(0, -1));
    expect(await counts(project)).toMatchObject({ accepted: many - 1, rejected: 1 });
    expect(rowsOnDisk(folder)).toHaveLength(many - 1);
    expect(rowsOnDisk(folder, 'rejected')).toHaveLength(1);
    expect(await project.request('review/undo', {})).toMatchObject({ what: 'rejected 1 sample' });
    const undone = await project.request('review/undo', {});
    expect(undone).toMatchObject({ what: `accepted ${many - 1} samples` });
    expect(undone.changed).toHaveLength(many - 1);
    expect(await counts(project)).toMatchObject({ pending: many, accepted: 0 });
    expect(rowsOnDisk(folder)).toEqual([]);
    expect((await project.request('review/redo', {})).what).toBe(`accepted ${many - 1} samples`);
    expect(rowsOnDisk(folder)).toHaveLength(many - 1);
  });

  it('keeps what it has decided when it is called off, to be taken back as one', async () => {
    const cancel = new AbortController();
    const { folder, project } = await opened(() => {
      cancel.abort(new Error('cancelled'));
    });
    const result = await project.request('review/reject', { samples: ids, reason: 'dull' }, cancel.signal);
    expect(result).toMatchObject({ asked: many, cancelled: true });
    expect(result.changed.length).toBeGreaterThan(0);
    expect(result.changed).toEqual(ids.slice(0, result.changed.length));
    expect(result.changed.length).toBeLessThan(many);
    expect(await counts(project)).toMatchObject({ rejected: result.changed.length, pending: many - result.changed.length });
    expect(rowsOnDisk(folder, 'rejected')).toHaveLength(result.changed.length);
    await project.request('review/undo', {});
    expect(await counts(project)).toMatchObject({ rejected: 0, pending: many });
  });

  it('takes back what is being decided when that has ended, not before', async () => {
    let undone: Promise<unknown> | undefined;
    const { project } = await opened(({ label }) => {
      if (label === 'Accepting samples') undone ??= project.request('review/undo', {});
    });
    await project.request('review/accept', { samples: ids });
    expect(await undone).toMatchObject({ what: `accepted ${many} samples` });
    expect(await counts(project)).toMatchObject({ pending: many });
  });

  it('answers other requests while it takes back', async () => {
    const order: string[] = [];
    let listed: Promise<unknown> | undefined;
    const { project } = await opened(({ label }) => {
      if (label !== 'Undoing') return;
      listed ??= project.request('samples/list', { filter: {}, offset: 0, limit: 1 }).then(() => order.push('listed'));
    });
    await project.request('review/accept', { samples: ids });
    await project.request('review/undo', {});
    order.push('undone');
    await listed;
    expect(order).toEqual(['listed', 'undone']);
  });

  it('leaves out what cannot be accepted and says why, and refuses where that is all', async () => {
    const folder = newProject();
    const unanswered = { ...version('x-v1'), content: { shape: 'qa' as const, question: 'Why?', answer: '' } };
    using(folder, (store) =>
      store.append([
        makes(ids[0]!),
        makes(ids[1]!),
        { type: 'sample.generated', sample: 'x', generated: generated('x', unanswered), gate: { gate: 'g', reason: 'r' } },
      ]),
    );
    const again = await openProject(folder, { by: 'ada', trusted: true, sources: { environment: {} } });
    onTestFinished(() => {
      again.close();
    });
    const some = await again.request('review/accept', { samples: ['x', ids[0]!] });
    expect(some).toMatchObject({
      changed: [ids[0]],
      asked: 2,
      refused: [{ sample: 'x', reason: expect.stringMatching(/held back/) as string }],
    });
    await expect(again.request('review/accept', { samples: ['x'] })).rejects.toThrow(/^sample x: it was held back before it was answered/);
    await expect(again.request('review/accept', { samples: [ids[1]!, 'nope'] })).rejects.toThrow('there is no sample nope');
    expect((await again.request('samples/list', { filter: { id: [ids[1]!] }, offset: 0, limit: 1 })).counts).toMatchObject({ pending: 1 });
  });

  it('has on disk what it has reported, when it is killed in the middle', async () => {
    const folder = newProject();
    cpSync(full, folder, { recursive: true });
    const child = join(import.meta.dirname, 'killed-review-child.ts');
    const middle = 300;
    const running = startScript(child, [folder, String(middle)]);
    onTestFinished(() => void running.kill('SIGKILL'));
    const exit = once(running, 'exit');
    let reported = 0;
    for await (const line of createInterface(running.stdout)) {
      reported = Number(line);
      if (reported > middle) running.kill('SIGKILL');
    }
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(reported).toBeLessThan(many);
    using(folder, (store) => {
      const accepted = store.sampleIds({ status: ['accepted'] });
      expect(accepted.length).toBeGreaterThanOrEqual(reported);
      expect(accepted).toEqual(ids.slice(0, accepted.length));
      expect(rowsOnDisk(folder)).toHaveLength(accepted.length);
      expect(store.undo().changed).toEqual(accepted);
      expect(store.sampleIds({ status: ['accepted'] })).toEqual([]);
      expect(rowsOnDisk(folder)).toEqual([]);
    });
  });
});
