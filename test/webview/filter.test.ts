import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter, withPlace, withStatus } from '../../webview/review/filter.ts';
import { expectLinear } from '../support/growth.ts';

describe('the filter', () => {
  it('reads fields and leaves the rest as words', () => {
    expect(parseFilter('status:pending file:sea/tides.md moon phase')).toEqual({
      filter: { status: ['pending'], file: 'sea/tides.md', text: 'moon phase' },
      problem: null,
    });
  });

  it('takes several statuses, in one token or in several', () => {
    expect(parseFilter('status:pending,gated').filter.status).toEqual(['pending', 'gated']);
    expect(parseFilter('status:accepted STATUS:Rejected').filter.status).toEqual(['accepted', 'rejected']);
  });

  it('takes quoted values with spaces, closed or still being typed', () => {
    expect(parseFilter('topic:"spring tide"').filter).toEqual({ concept: 't:spring tide' });
    expect(parseFilter('concept:"Spring ti').filter).toEqual({ concept: 'c:spring ti' });
    expect(parseFilter('file:"a b.md" x').filter).toEqual({ file: 'a b.md', text: 'x' });
  });

  it('looks for what has an unknown prefix as it was typed', () => {
    expect(parseFilter('ratio:2 http://x').filter).toEqual({ text: 'ratio:2 http://x' });
  });

  it('waits for a field whose value is still to come', () => {
    expect(parseFilter('status: moon')).toEqual({ filter: { text: 'moon' }, problem: null });
  });

  it('says which statuses there are when one is misspelt, and filters by nothing it did not understand', () => {
    const { filter, problem } = parseFilter('status:done');
    expect(filter).toEqual({});
    expect(problem).toContain('“done”');
    expect(problem).toContain('pending, accepted, rejected, gated');
  });

  it('exchanges the place and keeps status and words', () => {
    const text = 'status:pending file:a.md "two words"';
    expect(withPlace(text, { kind: 'file', file: 'dir/b c.md' })).toBe('status:pending "two words" file:"dir/b c.md"');
    expect(withPlace(text, { kind: 'concept', concept: 't:tides' })).toBe('status:pending "two words" topic:tides');
    expect(withPlace(text, { kind: 'all' })).toBe('status:pending "two words"');
  });

  it('exchanges the status and keeps the place', () => {
    expect(withStatus('file:a.md', 'gated')).toBe('status:gated file:a.md');
    expect(withStatus('status:gated,pending file:a.md', null)).toBe('file:a.md');
  });

  it('reads back every place it writes, whatever else was typed', () => {
    const path = fc.string({ minLength: 1 }).filter((name) => !/["]/.test(name) && name.trim() === name && !/\s/.test(name.slice(-1)));
    fc.assert(
      fc.property(fc.string(), path, (typed, file) => {
        expect(parseFilter(withPlace(typed, { kind: 'file', file })).filter.file).toBe(file);
      }),
    );
  });

  it('is linear in hostile text', () => {
    expectLinear((size) => parseFilter(`${'a'.repeat(size)} ${'"'.repeat(size)}${':'.repeat(size)}`), 25_000);
  });
});
