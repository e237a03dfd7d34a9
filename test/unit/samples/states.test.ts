import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleStatuses } from '../../../src/core/samples/sample.ts';
import {
  byCodePoint,
  changesOf,
  compareStates,
  countChanges,
  type NextStates,
  type SampleState,
} from '../../../src/core/samples/states/compare.ts';

const id = fc.oneof(fc.constantFrom('a', 'b', 'c', '\u{1F30A}', '\uFF5E', 'ab', ''), fc.string({ unit: 'grapheme', maxLength: 3 }));
const state = fc.record({
  id: id.filter((each) => each !== ''),
  status: fc.constantFrom(...sampleStatuses),
  reason: fc.constantFrom(null, 'dull'),
  version: fc.constantFrom('v1', 'v2'),
  judge: fc.constantFrom(null, 2.5),
});
const states = fc
  .uniqueArray(state, { selector: (each) => each.id, maxLength: 12 })
  .map((list) => list.sort((a, b) => byCodePoint(a.id, b.id)));

/** Pages of so many states, as an index would answer with them. */
const paged =
  (list: readonly SampleState[], size: number): NextStates =>
  (after) =>
    list.filter((each) => byCodePoint(each.id, after) > 0).slice(0, size);

function compared(before: readonly SampleState[], after: readonly SampleState[], size = 3) {
  const steps = compareStates(paged(before, size), paged(after, size));
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

const turned = { added: 'removed', removed: 'added', edited: 'edited', redecided: 'redecided', rejudged: 'rejudged' } as const;

describe('comparing two states', () => {
  it('finds what going through both by ids finds, whatever the pages', () => {
    fc.assert(
      fc.property(states, states, fc.integer({ min: 1, max: 5 }), (before, after, size) => {
        const [old, now] = [before, after].map((list) => new Map(list.map((each) => [each.id, each])));
        const ids = [...new Set([...before, ...after].map((each) => each.id))].sort(byCodePoint);
        const expected = ids.flatMap((sample) => {
          const kinds = changesOf(old!.get(sample), now!.get(sample));
          return kinds.length === 0 ? [] : [{ sample, kinds }];
        });
        expect(compared(before, after, size)).toEqual(expected);
      }),
    );
  });

  it('finds nothing between a state and itself, and the reverse the other way round', () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        expect(compared(before, before)).toEqual([]);
        const reverse = compared(after, before).map(({ sample, kinds }) => ({ sample, kinds: kinds.map((kind) => turned[kind]) }));
        expect(compared(before, after)).toEqual(reverse);
      }),
    );
  });

  it('orders ids as UTF-8 does', () => {
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('tells each way in which a sample differs, and scores only of the same text', () => {
    const one: SampleState = { id: 'a', status: 'pending', reason: null, version: 'v1', judge: 2 };
    expect(changesOf(one, { ...one, version: 'v2', status: 'accepted', judge: null })).toEqual(['edited', 'redecided']);
    expect(changesOf(one, { ...one, judge: 3 })).toEqual(['rejudged']);
    const rejected = { ...one, status: 'rejected', reason: 'dull' } as const;
    expect(changesOf(rejected, { ...rejected, reason: 'wrong' })).toEqual(['redecided']);
    expect(
      countChanges([
        { sample: 'a', kinds: ['edited', 'redecided'] },
        { sample: 'b', kinds: ['added'] },
      ]),
    ).toEqual({
      added: 1,
      removed: 0,
      edited: 1,
      redecided: 1,
      rejudged: 0,
    });
  });
});
