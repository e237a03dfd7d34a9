import { describe, expect, it } from 'vitest';
import { SnapshotsStore } from '../../webview/snapshots/snapshots-store.ts';
import { freshIntent, type SnapshotsChoice } from '../../webview/ui/intent.ts';
import { MemoryHost } from './kit/memory.ts';
import { polling } from './kit/panel.ts';

/** A store that has compared the first of two snapshots with the second. */
async function compared() {
  const host = new MemoryHost({ samples: 10 });
  host.answers.answer('snapshots/take', { name: 'first' });
  host.answers.project.decide({ samples: ['01J0000000'] }, 'accepted', null);
  host.answers.answer('snapshots/take', { name: 'second' });
  const said: string[] = [];
  let choice: SnapshotsChoice = { ...freshIntent.snapshots, from: 's-1', to: 's-2' };
  const store = new SnapshotsStore(host.channel, {
    choice: () => choice,
    remember: (next) => {
      choice = next;
    },
    announce: (message) => said.push(message),
    decided: () => undefined,
  });
  const rest = () => expect.poll(() => store.comparison.loading, polling).toBe(false);
  store.look();
  await expect.poll(() => store.comparison.value?.differing, polling).toBe(1);
  return { host, store, said, rest };
}

const asked = (host: MemoryHost, method: string) => host.answers.calls.filter((call) => call.method === method).map((call) => call.params);

describe('SnapshotsStore', () => {
  it('shows nothing under other states’ names after their comparing was called off', async () => {
    const { host, store } = await compared();
    host.hold.add('snapshots/compare');
    store.choose({ from: 's-2', to: 'now' });
    await store.cancelComparing();
    expect(asked(host, 'cancel')).toEqual([{ what: 'comparing' }]);
    expect(store).toMatchObject({ calledOff: true, comparison: { value: null, loading: false, error: null } });
    host.release();
    await store.compare();
    expect(store.calledOff).toBe(false);
    expect(store.comparison.value).toMatchObject({ from: 's-2', to: 'now' });
  });

  it('keeps what was compared before where the same is called off, as out of date', async () => {
    const { host, store } = await compared();
    host.hold.add('snapshots/compare');
    void store.compare();
    await store.cancelComparing();
    host.release();
    expect(store).toMatchObject({ calledOff: false, isStale: true });
    expect(store.comparison.value?.differing).toBe(1);
  });

  it('has called off what was overtaken', async () => {
    const { host, store, rest } = await compared();
    host.hold.add('snapshots/compare');
    store.choose({ from: 's-2', to: 'now' });
    store.choose({ from: 's-1', to: 'now' });
    expect(host.methods().slice(-3)).toEqual(['snapshots/compare', 'cancel', 'snapshots/compare']);
    host.release();
    await rest();
    expect(store.comparison.value).toMatchObject({ from: 's-1', to: 'now' });
  });

  it('leaves the question about restoring what it waits for, until that is called off itself', async () => {
    const { host, store } = await compared();
    const [snapshot] = store.list.value!;
    host.hold.add('snapshots/compare');
    store.askToRestore(snapshot!);
    store.choose({ from: 's-2', to: 'now' });
    store.choose({ from: 's-1', to: 'now' });
    expect(asked(host, 'cancel')).toEqual([]);
    store.leave();
    expect(asked(host, 'cancel')).toEqual([]);
    host.answers.fail.set('snapshots/compare', 'called off');
    await store.cancelComparing();
    host.release();
    await expect.poll(() => store.comparison.loading, polling).toBe(false);
    // Nobody waits for its answer any more, or for the reason that there is none.
    expect(store).toMatchObject({ question: null, failure: null });
  });

  it('says what went wrong with calling off', async () => {
    const { host, store, said } = await compared();
    host.hold.add('snapshots/compare');
    store.choose({ from: 's-2', to: 'now' });
    host.answers.fail.set('cancel', 'the host is gone');
    await store.cancelComparing();
    expect(said).toEqual(['the host is gone']);
  });
});
