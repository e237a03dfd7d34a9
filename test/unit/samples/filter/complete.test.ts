import { describe, expect, it } from 'vitest';
import { begunAt, fieldsBegun, withFieldName, withValue, wordsBegun } from '../../../../src/core/samples/filter/complete.ts';

/** What is begun at the bar. */
function begun(marked: string): { line: string; at: NonNullable<ReturnType<typeof begunAt>> } {
  const cursor = marked.indexOf('|');
  const line = marked.replace('|', '');
  const at = begunAt(line, cursor);
  if (at === null) throw new Error('nothing can be offered here');
  return { line, at };
}

const shown = ({ line, cursor }: { readonly line: string; readonly cursor: number }): string =>
  `${line.slice(0, cursor)}|${line.slice(cursor)}`;

describe('completing a filter', () => {
  it('offers fields for what is typed by itself', () => {
    expect(begun('|').at).toMatchObject({ field: null, text: '' });
    expect(begun('moon st|').at).toMatchObject({ field: null, text: 'st', start: 5, end: 7 });
    expect(fieldsBegun('ST')).toEqual(['status']);
    expect(fieldsBegun('')).not.toContain('text');
    const { line, at } = begun('moon st|');
    expect(shown(withFieldName(line, at, 'status'))).toBe('moon status:|');
  });

  it('offers the values of a field, item by item', () => {
    expect(begun('status:|').at).toMatchObject({ field: 'status', text: '' });
    const { line, at } = begun('status:pending,ga| moon');
    expect(at).toMatchObject({ field: 'status', text: 'ga' });
    expect(wordsBegun('status', 'GA')).toEqual(['gated']);
    expect(shown(withValue(line, at, 'gated'))).toBe('status:pending,gated| moon');
  });

  it('puts names that need it in quotation marks, and leaves room for what is next', () => {
    const { line, at } = begun('file:"a b|');
    expect(at).toMatchObject({ field: 'file', text: 'a b' });
    expect(shown(withValue(line, at, 'a b, "c".md'))).toBe(String.raw`file:"a b, \"c\".md" |`);
    expect(shown(withValue('topic:ti', begun('topic:ti|').at, 'tide'))).toBe('topic:tide |');
  });

  it('offers nothing for the value of a field that there is not', () => {
    expect(begunAt('judgd:4', 7)).toBeNull();
  });

  it('begins anew between tokens', () => {
    expect(begun('status:gated | moon').at).toEqual({ field: null, text: '', start: 13, end: 13 });
    expect(begun('|status:gated').at).toEqual({ field: null, text: '', start: 0, end: 0 });
  });
});
