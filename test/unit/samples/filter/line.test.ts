import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine, printLine, problemText, withFields } from '../../../../src/core/samples/filter/line.ts';
import type { SampleFilter } from '../../../../src/core/samples/filter/filter.ts';
import { expectLinear } from '../../../support/growth.ts';
import { anyFilter } from './arbitraries.ts';

const filterOf = (line: string): SampleFilter => {
  const parsed = parseLine(line);
  if ('problem' in parsed) throw new Error(problemText(parsed.problem));
  return parsed.filter;
};
const problemOf = (line: string): string => {
  const parsed = parseLine(line);
  return 'problem' in parsed ? problemText(parsed.problem) : 'none';
};

describe('a filter in a line', () => {
  it('reads fields of every kind and leaves the rest as words', () => {
    expect(filterOf('status:accepted method:level3 shape:qa judge:>=4 edited:no file:sea/tides.md moon "free words"')).toEqual({
      status: ['accepted'],
      method: 'level3',
      shape: ['qa'],
      judge: { min: 4 },
      edited: false,
      file: 'sea/tides.md',
      text: 'moon free words',
    });
  });

  it('takes several words of a list, in one token or in several, in any case', () => {
    expect(filterOf('status:pending,gated')).toEqual({ status: ['pending', 'gated'] });
    expect(filterOf('status:accepted STATUS:Rejected,accepted')).toEqual({ status: ['accepted', 'rejected'] });
    expect(filterOf('id:a,"b,c" id:d')).toEqual({ id: ['a', 'b,c', 'd'] });
  });

  it('takes ranges', () => {
    expect(filterOf('judge:<=3.5').judge).toEqual({ max: 3.5 });
    expect(filterOf('judge:2..3').judge).toEqual({ min: 2, max: 3 });
    expect(filterOf('judge:5').judge).toEqual({ min: 5, max: 5 });
  });

  it('takes quoted values with spaces, closed or still being typed', () => {
    expect(filterOf('topic:"spring tide"')).toEqual({ topic: 'spring tide' });
    expect(filterOf('concept:"Spring ti')).toEqual({ concept: 'Spring ti' });
    expect(filterOf('file:"a b.md"x')).toEqual({ file: 'a b.md', text: 'x' });
    expect(filterOf(String.raw`file:"a \"b\" \\ \c.md"`)).toEqual({ file: String.raw`a "b" \ \c.md` });
  });

  it('looks for what stands in quotation marks as it is', () => {
    expect(filterOf('"ratio:2" "http://x"')).toEqual({ text: 'ratio:2 http://x' });
    expect(filterOf(printLine({ text: 'ratio:2 x' }))).toEqual({ text: 'ratio:2 x' });
  });

  it('filters by nothing where something is wrong, and says where, what, and what there is', () => {
    expect(problemOf('moon judgd:4')).toMatch(/^at 6: there is no field “judgd”: there are status, file, .*, text; .* quotation marks/);
    expect(problemOf('status:pending,done')).toBe('at 16: there is no “done”: there are pending, accepted, rejected, gated');
    expect(problemOf('file:a.md file:b.md')).toBe('at 11: “file” is given twice: samples have to fit both, so keep one');
    expect(problemOf('judge:good')).toBe('at 7: “good” is no range of numbers: write >=4, <=3, 2..3.5 or 5');
    expect(problemOf('judge:<4')).toMatch(/^at 7: “<4” is no range/);
    expect(problemOf('judge:4..2')).toBe('at 7: “4..2”: min is above max');
    expect(problemOf('edited:perhaps')).toBe('at 8: “perhaps” is neither yes nor no');
    expect(problemOf('moon status:')).toBe('at 6: “status” lacks a value: there are pending, accepted, rejected, gated');
    expect(problemOf('moon file:')).toBe('at 6: “file” lacks a value');
    expect(parseLine('status:done')).not.toHaveProperty('filter');
  });

  it.each(['§', '-', '!!!', '€', ':', '" "', '§ "- -"', 'status:pending §'])('takes no text without a letter or digit: %s', (line) => {
    expect(problemOf(line)).toMatch(/^at \d+: “.*” holds no letter or digit: write a word that is to be looked for$/);
  });

  it('passes over signs that stand beside words, as it does within them', () => {
    expect(filterOf('§ 5')).toEqual({ text: '§ 5' });
    expect(filterOf('spring – neap')).toEqual({ text: 'spring – neap' });
    expect(filterOf('潮')).toEqual({ text: '潮' });
    expect(problemOf('status:pending - "!"')).toBe('at 16: “- !” holds no letter or digit: write a word that is to be looked for');
  });

  it('reads back every filter it writes', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(filterOf(printLine(filter))).toEqual(filter);
      }),
    );
  });

  it('reads every line that is understood as it reads what it writes of it', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const parsed = parseLine(line);
        if ('filter' in parsed) expect(filterOf(printLine(parsed.filter))).toEqual(parsed.filter);
      }),
    );
  });

  it('exchanges some fields and keeps what else was typed, understood or not', () => {
    expect(withFields('judgd:3  status:pending "two  words"', { status: ['gated'] })).toBe('status:gated judgd:3 "two  words"');
    expect(withFields('file:a.md moon', { file: undefined, topic: 'spring tide' })).toBe('topic:"spring tide" moon');
    expect(withFields('status:gated moon', { status: undefined })).toBe('moon');
  });

  it('reads back every field that it exchanges, whatever else was typed', () => {
    fc.assert(
      fc.property(fc.string(), anyFilter, (typed, filter) => {
        const changes = { ...filter };
        delete changes.text;
        const parsed = parseLine(withFields(typed, changes));
        if ('filter' in parsed) expect(parsed.filter).toMatchObject(changes);
        else expect(parsed.problem.start).toBeGreaterThanOrEqual(printLine(changes).length);
      }),
    );
  });

  it('is linear in untrusted text', () => {
    expectLinear((size) => parseLine(`${'a'.repeat(size)} ${'"'.repeat(size)}${':'.repeat(size)}`), 25_000);
    expectLinear((size) => parseLine(`id:${'a,'.repeat(size)}b`), 25_000);
  });
});
