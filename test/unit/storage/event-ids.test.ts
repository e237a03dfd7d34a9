import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTime, isValid, MAX_ULID, ulid } from 'ulid';
import { EventIds } from '../../../src/engine/storage/event-ids.ts';

describe('event ids', () => {
  it('rise strictly, whatever the clock does and whatever other ids are seen', () => {
    // From 1: `ulid` takes 0 for no time at all, and looks at the clock.
    const step = fc.record({ now: fc.integer({ min: 1, max: 2 ** 42 }), seen: fc.option(fc.integer({ min: 1, max: 2 ** 42 })) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 50 }), (steps) => {
        const ids = new EventIds();
        let highest = '';
        for (const { now, seen } of steps) {
          if (seen !== null) {
            const foreign = ulid(seen);
            ids.observe(foreign);
            if (foreign > highest) highest = foreign;
          }
          const id = ids.next(now);
          expect(isValid(id)).toBe(true);
          expect(id > highest).toBe(true);
          highest = id;
        }
      }),
    );
  });

  it('tell the time while the clock goes forward', () => {
    const ids = new EventIds();
    expect(decodeTime(ids.next(1000))).toBe(1000);
    ids.observe(ulid(500));
    expect(decodeTime(ids.next(2000))).toBe(2000);
  });

  it('do not count on from an id of someone else, who may do the same', () => {
    const foreign = ulid(5000);
    const next = [1, 2].map(() => {
      const ids = new EventIds();
      ids.observe(foreign);
      return ids.next(1000);
    });
    expect(new Set(next).size).toBe(2);
  });

  it('outlive an id from the end of time', () => {
    const ids = new EventIds();
    ids.observe(MAX_ULID);
    expect(isValid(ids.next(1000))).toBe(true);
  });
});
