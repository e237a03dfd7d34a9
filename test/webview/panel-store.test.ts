import { labelOf } from '../../src/core/samples/shapes/index.ts';
import { describe, expect, it, vi } from 'vitest';
import { PanelStore } from '../../webview/panel/panel-store.ts';
import { readIntent } from '../../webview/ui/intent.ts';
import type { FakeSetup } from './fake/answers.ts';
import { MemoryHost } from './kit/memory.ts';

const tides = { kind: 'file', file: 'sea/tides.md' } as const;

async function opened(setup: FakeSetup = {}) {
  const host = new MemoryHost({ focus: tides, ...setup });
  const store = new PanelStore(host.channel, host.storage);
  await store.open();
  const { graph, review } = store;
  const selected = () => review.sample && labelOf(review.sample.current.content);
  const idle = () =>
    vi.waitFor(
      () => {
        expect(review.working).toBeNull();
      },
      { interval: 1 },
    );
  return { host, store, graph, review, selected, idle, project: host.answers.project };
}

it('lists what a filter leaves where the host points at one, whatever was listed before', async () => {
  const { host, store, graph, review } = await opened();
  store.showTab('insights');
  host.push('focus', { kind: 'filter', line: 'status:accepted' });
  await vi.waitFor(() => {
    expect(review.filterText).toBe('status:accepted');
  });
  expect(store.intent.tab).toBe('review');
  await vi.waitFor(() => {
    expect(graph.scope).toEqual({ kind: 'all' });
  });
  expect(review.listing.pages.counts.accepted).toBeGreaterThan(0);
});

describe('opening', () => {
  it('shows what the host points at, and selects the first sample to review', async () => {
    const { store, graph, review } = await opened();
    expect(store.phase).toBe('open');
    expect(graph.view.value?.title).toContain('sea/tides.md');
    expect(review.filterText).toBe('file:sea/tides.md');
    expect(review.listing.pages.counts).toEqual({ pending: 3, accepted: 3, rejected: 1, gated: 1 });
    expect(review.sample?.status).toBe('pending');
    expect(graph.sets.value?.sets.length).toBeGreaterThan(0);
  });

  it('fails with the reason, and opens when tried again', async () => {
    const { store } = await opened({ fail: { status: 'The engine stopped.' } });
    expect([store.phase, store.error]).toEqual(['failed', 'The engine stopped.']);
    await store.open();
    expect([store.phase, store.error]).toEqual(['open', null]);
  });

  it('goes where the host pointed while it was opening, and shows what changed meanwhile', async () => {
    const host = new MemoryHost({ focus: tides });
    host.hold.add('status');
    const store = new PanelStore(host.channel, host.storage);
    const opening = store.open();
    await vi.waitFor(() => {
      expect(host.methods()).toContain('status');
    });
    host.push('focus', { kind: 'file', file: 'coast/waves.md' });
    host.push('changed', { revision: 7 });
    host.release();
    await opening;
    expect(store.review.filterText).toBe('file:coast/waves.md');
    expect(host.methods().filter((method) => method === 'status')).toHaveLength(2);
  });

  it('takes up where it was left when the host still points there', async () => {
    const first = await opened();
    await first.store.look({ kind: 'concept', concept: 'c:moon' });
    await first.review.setFilter('moon status:accepted');
    first.store.setSplit(0.7);
    const { selected: sample } = first.review;
    const again = await opened({ state: structuredClone(first.host.storage.state) });
    expect(again.graph.concept).toBe('c:moon');
    expect(again.review.filterText).toBe('moon status:accepted');
    expect(again.review.selected).toBe(sample);
    expect(again.store.intent.split).toBe(0.7);
  });

  it('follows the host when it points elsewhere by now', async () => {
    const first = await opened();
    await first.review.setFilter('moon');
    const again = await opened({ state: structuredClone(first.host.storage.state), focus: { kind: 'file', file: 'coast/waves.md' } });
    expect(again.review.filterText).toBe('file:coast/waves.md');
  });

  it('begins afresh from a state of another shape', async () => {
    const { store } = await opened({ state: { split: 'half' } });
    expect(store.phase).toBe('open');
    expect(store.intent.split).toBe(0.45);
  });

  it('persists intent and never data', async () => {
    const { host } = await opened();
    const intent = readIntent(host.storage);
    expect(intent).toMatchObject({ focus: tides, filter: 'file:sea/tides.md', sample: '01J0000000' });
    expect(JSON.stringify(host.storage.state)).not.toContain('harbour');
  });
});

describe('looking', () => {
  it('keeps the graph when a concept in it is opened, and goes there when it is not', async () => {
    const { store, graph, review } = await opened();
    await store.look({ kind: 'concept', concept: 'c:moon' });
    expect(graph.scope).toEqual(tides);
    expect(graph.detail.value?.label).toBe('moon');
    expect(review.filterText).toBe('concept:moon');
    await store.look({ kind: 'concept', concept: 'c:freeboard' });
    expect(graph.scope).toEqual({ kind: 'concept', concept: 'c:freeboard' });
    await store.unfocus();
    expect([graph.scope, graph.concept, review.filterText]).toEqual([tides, null, 'file:sea/tides.md']);
  });

  it('keeps status and words of the filter when it turns elsewhere', async () => {
    const { store, review } = await opened();
    await review.setFilter('status:pending tide file:sea/tides.md');
    await store.look({ kind: 'all' });
    expect(review.filterText).toBe('status:pending tide');
  });

  it('opens a sample the host asks for, among its own kind', async () => {
    const { host, review, graph } = await opened();
    const dike = host.answers.project.sampleIds({ filter: { text: 'dike freeboard' } }).samples[0]!;
    host.push('focus', { kind: 'sample', sample: dike });
    await vi.waitFor(() => {
      expect(review.filterText).toBe('file:coast/storm-surge.md');
    });
    await vi.waitFor(() => {
      expect(review.sample?.id).toBe(dike);
    });
    expect(graph.scope).toEqual({ kind: 'file', file: 'coast/storm-surge.md' });
  });

  it('stays where it was sent last when a sample was still being looked up', async () => {
    const { host, store, review } = await opened();
    const dike = host.answers.project.sampleIds({ filter: { text: 'dike freeboard' } }).samples[0]!;
    const first = store.look({ kind: 'sample', sample: dike });
    const second = store.look({ kind: 'file', file: 'coast/waves.md' });
    await Promise.all([first, second]);
    expect(review.filterText).toBe('file:coast/waves.md');
  });

  it('says so when a place is no longer there', async () => {
    const { host, store } = await opened();
    host.answers.revealed = false;
    await store.reveal({ file: 'sea/tides.md', start: 0, end: 5 });
    expect(store.notice).toContain('sea/tides.md');
    store.dismissNotice();
    expect(store.notice).toBeNull();
  });
});

describe('deciding', () => {
  it('accepts, says what is left, and moves to the next sample to review', async () => {
    const { store, review, idle, selected } = await opened();
    const before = selected();
    review.accept();
    await idle();
    expect(store.announcement).toBe('Accepted. 2 to review.');
    expect(review.sample?.status).toBe('pending');
    expect(selected()).not.toBe(before);
    expect(review.row).toBe(1);
    expect(store.status.value?.canUndo).toBe(true);
  });

  it('stays on what was chosen while the decision was on its way', async () => {
    const { host, review, idle } = await opened();
    const first = review.selected;
    host.hold.add('review/accept');
    review.accept();
    await review.move(2);
    const chosen = review.selected;
    review.setDraft({ kind: 'reject', sample: chosen!, reason: 'ambiguous' });
    host.release();
    await idle();
    expect(chosen).not.toBe(first);
    expect(review.selected).toBe(chosen);
    expect(review.draft).toMatchObject({ reason: 'ambiguous' });
  });

  it('keeps its place where decided samples leave the list', async () => {
    const { review, idle } = await opened();
    await review.setFilter('status:pending file:sea/tides.md');
    await review.move(1);
    const third = review.listing.pages.at(2)!.id;
    review.accept();
    await idle();
    expect([review.selected, review.row, review.listing.pages.total]).toEqual([third, 1, 2]);
  });

  it('goes back to those skipped, then says that nothing is left', async () => {
    const { store, review, idle } = await opened();
    await review.move(2);
    for (const row of [0, 1, 1]) {
      review.accept();
      await idle();
      expect(review.row).toBe(row);
    }
    expect(store.announcement).toBe('Accepted. Nothing left to review.');
  });

  it('rejects with a reason and takes it back', async () => {
    const { store, review, idle, project } = await opened();
    const sample = review.selected!;
    review.setDraft({ kind: 'reject', sample, reason: 'ambiguous' });
    review.reject('ambiguous');
    await idle();
    expect(project.sample({ sample })).toMatchObject({ status: 'rejected', reason: 'ambiguous' });
    expect(review.draft).toBeNull();
    review.undo();
    await idle();
    expect(store.announcement).toBe('Undone: rejected 1 sample.');
    expect([review.selected, review.sample?.status]).toEqual([sample, 'pending']);
    review.redo();
    await idle();
    expect(project.sample({ sample }).status).toBe('rejected');
  });

  it('never decides twice for one key pressed twice', async () => {
    const { host, review, idle } = await opened();
    review.accept();
    review.accept();
    await idle();
    expect(host.methods().filter((method) => method === 'review/accept')).toHaveLength(1);
  });

  it('says why an action failed, changes nothing, and does it again on request', async () => {
    const { host, review, idle, selected } = await opened();
    const before = selected();
    host.answers.fail.set('review/accept', 'The disk is full.');
    review.accept();
    await idle();
    expect([review.failure?.message, selected()]).toEqual(['The disk is full.', before]);
    review.failure?.retry();
    await idle();
    expect(review.failure).toBeNull();
    expect(selected()).not.toBe(before);
  });

  it('edits in place and stays there', async () => {
    const { store, review, idle } = await opened();
    const { selected } = review;
    review.edit({ question: 'New?', answer: 'Yes.' });
    await idle();
    expect([review.selected, review.sample && labelOf(review.sample.current.content), store.announcement]).toEqual([
      selected,
      'New?',
      'Edited.',
    ]);
  });

  it('regenerates with an instruction and shows the difference', async () => {
    const { host, review, idle } = await opened();
    review.regenerate('  ');
    await idle();
    expect(host.answers.calls.findLast(({ method }) => method === 'review/regenerate')?.params).toMatchObject({ instruction: null });
    review.regenerate('shorter');
    await idle();
    expect(review.comparing).toBe(true);
    expect(review.sample?.current.instruction).toBe('shorter');
    expect(review.sample?.previous).not.toBeNull();
  });

  it('says what stopped it, whether some were regenerated before or none', async () => {
    const { store, review, idle, project } = await opened();
    project.stop = { after: 2, reason: 'stopped within the budget of 500 tokens' };
    review.checkAll();
    await idle();
    review.regenerate('');
    await idle();
    expect(store.announcement).toBe('Regenerated 2 of 8 samples: stopped within the budget of 500 tokens');
    expect(review.failure).toBeNull();
    project.stop = { after: 0, reason: 'the endpoint does not answer' };
    review.regenerate('');
    await idle();
    expect(review.failure?.message).toBe('the endpoint does not answer');
  });

  it('decides on all that are ticked at once', async () => {
    const { store, review, idle, project } = await opened();
    review.checkAll();
    await idle();
    expect(review.checked.size).toBe(8);
    review.reject('duplicate');
    await idle();
    expect(store.announcement).toBe('Rejected 8 samples. Nothing left to review.');
    expect(project.list({ filter: { file: 'sea/tides.md' }, offset: 0, limit: 1 }).counts.rejected).toBe(8);
    expect(review.checked.size).toBe(0);
  });

  it('keeps a draft with its sample, through looking elsewhere', async () => {
    const { review } = await opened();
    const sample = review.selected!;
    review.setDraft({ kind: 'edit', sample, parts: { question: 'half a', answer: '' } });
    await review.move(1);
    expect(review.openDraft).toBeNull();
    await review.move(-1);
    expect(review.openDraft).toMatchObject({ sample, parts: { question: 'half a' } });
  });

  it('saves an edit of nothing by closing it, without a request', async () => {
    const { review, project } = await opened();
    const { revision } = project;
    review.setDraft({ kind: 'edit', sample: review.selected!, parts: {} });
    review.edit({});
    expect([review.openDraft, review.working, project.revision]).toEqual([null, null, revision]);
  });
});

describe('the order of the list', () => {
  const scores = { '01J0000000': 4.6, '01J0000001': 2.2, '01J0000003': 3.4 };
  const openedJudged = async (setup: FakeSetup = {}) => {
    const panel = await opened(setup);
    panel.project.judge(scores);
    await panel.review.refresh();
    return panel;
  };
  const shown = ({ listing }: PanelStore['review'], rows: number) => Array.from({ length: rows }, (_, row) => listing.pages.at(row)?.judge);

  it('has the worst first, goes to the first of them to review, and back', async () => {
    const { review } = await openedJudged();
    await review.move(4);
    await review.setOrder('judge');
    expect(shown(review, 4)).toEqual([2.2, 3.4, 4.6, null]);
    expect([review.row, review.selected]).toEqual([0, '01J0000001']);
    await review.setOrder('time');
    expect([review.row, review.selected]).toEqual([0, '01J0000000']);
  });

  it('moves on by that order after a decision', async () => {
    const { review, idle } = await openedJudged();
    await review.setOrder('judge');
    review.accept();
    await idle();
    expect(review.selected).toBe('01J0000003');
  });

  it('goes to the worst that is left elsewhere in the list', async () => {
    const { review } = await openedJudged({ samples: 250, focus: { kind: 'all' } });
    await review.setOrder('judge');
    expect((await review.listing.anyPending())?.id).toBe('01J0000001');
  });

  it('is kept through another filter, through changes, and when the panel is shown again', async () => {
    const first = await openedJudged();
    await first.review.setOrder('judge');
    await first.review.setFilter('status:pending');
    expect(shown(first.review, 3)).toEqual([2.2, 3.4, 4.6]);
    await first.review.refresh();
    expect(shown(first.review, 1)).toEqual([2.2]);
    const state = structuredClone(first.host.storage.state);
    for (const focus of [tides, { kind: 'file', file: 'coast/waves.md' } as const]) {
      const again = await opened({ state, focus });
      expect(again.review.listing.order).toBe('judge');
      expect(again.host.answers.calls.find(({ method }) => method === 'samples/list')?.params).toMatchObject({ order: 'judge' });
      await again.review.move(1);
      expect(again.store.intent.order).toBe('judge');
    }
  });

  it('keeps what is ticked, and draws no range from where it stood before', async () => {
    const { review } = await openedJudged();
    review.check('01J0000000', 0);
    await review.setOrder('judge');
    review.checkTo(3);
    expect(review.checked.list().sort()).toEqual(['01J0000000', review.listing.pages.at(3)!.id].sort());
  });

  it('is the one asked for last', async () => {
    const { host, review } = await openedJudged();
    host.hold.add('samples/list');
    const slow = review.setOrder('judge');
    const back = review.setOrder('time');
    host.release();
    await Promise.all([slow, back]);
    expect([review.listing.order, review.selected, review.row]).toEqual(['time', '01J0000000', 0]);
    expect(shown(review, 2)).toEqual([4.6, 2.2]);
  });
});

describe('changes elsewhere', () => {
  it('fetches again what is shown when the revision is newer, and not when it is the own', async () => {
    const { host, review, idle, project, store } = await opened();
    review.accept();
    await idle();
    await vi.waitFor(() => {
      expect(store.status.loading).toBe(false);
    });
    const before = host.methods().length;
    host.push('changed', { revision: project.revision });
    expect(host.methods()).toHaveLength(before);
    project.decide({ samples: [review.selected!] }, 'rejected', 'elsewhere');
    host.push('changed', { revision: project.revision });
    await vi.waitFor(() => {
      expect(review.sample?.reason).toBe('elsewhere');
    });
  });

  it('makes one round of many changes at once', async () => {
    const { host, project, graph } = await opened();
    const rounds = () => host.methods().filter((method) => method === 'status').length;
    const before = rounds();
    for (let change = 0; change < 20; change++) host.push('changed', { revision: ++project.revision });
    await vi.waitFor(() => {
      expect(graph.view.loading).toBe(false);
    });
    await vi.waitFor(() => {
      expect(rounds() - before).toBe(2);
    });
  });

  it('does not sample sets again for a decision, nor compute the view model without an answer', async () => {
    const { host, review, idle, graph } = await opened();
    const { model, lit } = graph;
    expect(graph.model).toBe(model);
    expect(graph.lit).toBe(lit);
    graph.hover('c:moon');
    const pointed = graph.lit;
    expect(graph.lit).toBe(pointed);
    expect(graph.model).toBe(model);
    review.accept();
    await idle();
    expect(host.methods().filter((method) => method === 'sets/sample')).toHaveLength(1);
  });

  it('drops an answer that a later request has overtaken', async () => {
    const { host, review } = await opened();
    host.hold.add('samples/list');
    const slow = review.setFilter('moon');
    host.hold.clear();
    await review.setFilter('dike');
    host.release();
    await slow;
    expect(review.filterText).toBe('dike');
    expect(review.listing.pages.total).toBe(1);
  });

  it('lists once for what is typed quickly, and not at all when the filter is set meanwhile', async () => {
    vi.useFakeTimers();
    try {
      const { host, review } = await opened();
      const asked = () => host.methods().filter((method) => method === 'samples/list').length;
      const before = asked();
      for (const text of ['d', 'di', 'dike']) review.typeFilter(text);
      expect(review.filterText).toBe('dike');
      await vi.advanceTimersByTimeAsync(200);
      expect(asked()).toBe(before + 1);
      review.typeFilter('moon');
      await review.setFilter('status:gated');
      await vi.advanceTimersByTimeAsync(200);
      expect([review.filterText, asked()]).toEqual(['status:gated', before + 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes trust and progress as they come, and reports what it cannot read', async () => {
    const { host, store } = await opened({ trusted: false });
    expect(store.abilities.noModel).toContain('not trusted');
    host.push('trust', { trusted: true });
    expect(store.abilities.noModel).toBeNull();
    host.push('progress', { run: 'r', label: 'Generating', done: 3, total: 9 });
    expect(store.progress?.done).toBe(3);
    host.push('progress', null);
    expect(store.progress).toBeNull();
    host.send({ notification: 'trust', params: {} });
    expect(host.problems[0]).toContain('“trust”');
  });
});
