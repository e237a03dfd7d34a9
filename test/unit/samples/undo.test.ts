import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEvent, NewEvent } from '../../../src/core/samples/events.ts';
import { foldSample } from '../../../src/core/samples/review.ts';
import { actionOf, describeAction, isUndone, nextRedo, nextUndo, recordAction, type ActionState } from '../../../src/core/samples/undo.ts';
import { generated, journalOf, version } from './events.ts';

const samples = ['a', 'b', 'c'];
const people = ['ada', 'ben'];

function actionsOf(events: Iterable<JournalEvent>): Map<string, ActionState> {
  const actions = new Map<string, ActionState>();
  for (const event of events) {
    const action = actionOf(event);
    if (action !== undefined) actions.set(action, recordAction(actions.get(action), event));
  }
  return actions;
}

/** What is shown of every sample, without when it last changed and its history. */
function shown(events: readonly JournalEvent[]): unknown[] {
  const actions = actionsOf(events);
  return samples.map((id) => {
    const own = events.filter((event) => !('sample' in event) || event.sample === id);
    const { status, reason, gate, reviewer, current } = foldSample(own, (action) => isUndone(actions.get(action)))!;
    return { status, reason, gate, reviewer, current };
  });
}

function press(journal: ReturnType<typeof journalOf>, key: 'undo' | 'redo', by: string): boolean {
  const target = (key === 'undo' ? nextUndo : nextRedo)(actionsOf(journal.events).values(), by);
  if (target === undefined) return false;
  journal.add(by, { type: key === 'undo' ? 'action.undone' : 'action.redone', target });
  return true;
}

function started() {
  const journal = journalOf();
  journal.add('ada', ...samples.map((id): NewEvent => ({ type: 'sample.generated', sample: id, generated: generated(id), gate: null })));
  return journal;
}

let versions = 0;
function decision(kind: number, sample: string): NewEvent {
  const id = `v${++versions}`;
  switch (kind % 4) {
    case 0:
      return { type: 'sample.accepted', sample };
    case 1:
      return { type: 'sample.rejected', sample, reason: id };
    case 2:
      return {
        type: 'sample.edited',
        sample,
        version: id,
        parent: `${sample}-v1`,
        content: { shape: 'qa', question: id, answer: id },
        evidence: [],
      };
    default:
      return { type: 'sample.regenerated', sample, version: version(id, id, `${sample}-v1`) };
  }
}

const bulk = fc.record({ kind: fc.nat(3), on: fc.subarray(samples, { minLength: 1 }) });
type Bulk = typeof bulk extends fc.Arbitrary<infer T> ? T : never;
const decisionsOf = ({ kind, on }: Bulk) => on.map((sample) => decision(kind, sample));

describe('undo and redo', () => {
  it('undo gives the earlier states one by one, redo the later ones', () => {
    fc.assert(
      fc.property(fc.array(bulk, { maxLength: 8 }), (actions) => {
        const journal = started();
        const states = [shown(journal.events)];
        for (const action of actions) {
          journal.add('ada', ...decisionsOf(action));
          states.push(shown(journal.events));
        }
        for (const state of states.slice(0, -1).reverse()) {
          expect(press(journal, 'undo', 'ada')).toBe(true);
          expect(shown(journal.events)).toEqual(state);
        }
        expect(press(journal, 'undo', 'ada')).toBe(false);
        for (const state of states.slice(1)) {
          expect(press(journal, 'redo', 'ada')).toBe(true);
          expect(shown(journal.events)).toEqual(state);
        }
        expect(press(journal, 'redo', 'ada')).toBe(false);
      }),
    );
  });

  it('behaves as a pair of stacks for each person, whatever the others do', () => {
    const step = fc.record({ by: fc.constantFrom(...people), key: fc.constantFrom('decide', 'undo', 'redo'), action: bulk });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const journal = started();
        const stacks = new Map(people.map((by) => [by, { done: [] as string[], undone: [] as string[] }]));
        for (const { by, key, action } of steps) {
          const stack = stacks.get(by)!;
          const actions = [...actionsOf(journal.events).values()];
          expect(nextUndo(actions, by)).toBe(stack.done.at(-1));
          expect(nextRedo(actions, by)).toBe(stack.undone.at(-1));
          if (key === 'decide') {
            stack.done.push(journal.add(by, ...decisionsOf(action)));
            stack.undone = [];
          } else {
            const [from, to] = key === 'undo' ? [stack.done, stack.undone] : [stack.undone, stack.done];
            expect(press(journal, key, by)).toBe(from.length > 0);
            const moved = from.pop();
            if (moved !== undefined) to.push(moved);
          }
        }
      }),
    );
  });

  it('comes to the same whatever the order in which the events arrive, and if some arrive twice', () => {
    const step = fc.record({ by: fc.constantFrom(...people), key: fc.constantFrom('decide', 'undo', 'redo'), action: bulk });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (steps, order: Iterator<number, unknown>) => {
        const journal = started();
        for (const { by, key, action } of steps) {
          if (key === 'decide') journal.add(by, ...decisionsOf(action));
          else press(journal, key, by);
        }
        const arriving = [...journal.events, ...journal.events.filter((_, at) => at % 3 === 0)]
          .map((event) => ({ event, key: Number(order.next().value) }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(new Map([...actionsOf(arriving)].sort())).toEqual(new Map([...actionsOf(journal.events)].sort()));
      }),
    );
  });

  it('has nothing to take back from a run that only generated', () => {
    expect(nextUndo(actionsOf(started().events).values(), 'ada')).toBeUndefined();
  });

  it('says what an action did', () => {
    const journal = started();
    journal.add('ada', ...decisionsOf({ kind: 0, on: ['a', 'b'] }), ...decisionsOf({ kind: 2, on: ['a'] }));
    expect(describeAction(journal.events)).toBe('accepted 2 samples, edited 1 sample');
  });
});
