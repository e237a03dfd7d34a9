import { describe, expect, it } from 'vitest';
import { Derived, type Made } from '../../../src/engine/derived/derived.ts';

type Sources = [name: string, version: number];

describe('a derived value', () => {
  it('is made once for the same sources, and for others out of what was made before', () => {
    const made: (Made<Sources, string> | undefined)[] = [];
    const value = new Derived<Sources, string>(([name, version], before) => {
      made.push(before);
      return `${name}${version}`;
    });
    expect([value.of('a', 1), value.of('a', 1), value.of('a', 2)]).toEqual(['a1', 'a1', 'a2']);
    expect(made).toEqual([undefined, { sources: ['a', 1], value: 'a1' }]);
  });

  it('is made from nothing after it could not be made', () => {
    const value = new Derived<Sources, string>(([name, version], before) => {
      if (version === 2) throw new Error('not now');
      return before === undefined ? `${name} anew` : `${name} on`;
    });
    expect(value.of('a', 1)).toBe('a anew');
    expect(() => value.of('a', 2)).toThrow('not now');
    expect(value.of('a', 1)).toBe('a anew');
    expect(value.of('a', 3)).toBe('a on');
  });
});
