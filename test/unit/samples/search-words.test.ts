import { describe, expect, it } from 'vitest';
import { searchWords } from '../../../src/core/samples/search-words.ts';

describe('searchWords', () => {
  it.each([
    ['Why does the TIDE ebb?', ['why', 'does', 'the', 'tide', 'ebb']],
    ['spring-neap, $h_2$', ['spring', 'neap', 'h', '2']],
    ['Größe und Maß, Ångström, ﬁne', ['große', 'und', 'maß', 'angstrom', 'fine']],
    ['潮汐とは', ['潮', '汐', 'と', 'は']],
    ['ज्वार', ['ज्वार']],
    ['"*" \0 --', []],
    ['', []],
  ])('%j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('finds the words of a text of 8 MB without spaces', () => {
    const words = searchWords('x'.repeat(8_000_000));
    expect(words.join('')).toHaveLength(8_000_000);
    expect(new Set(words)).toEqual(new Set(['x'.repeat(256)]));
  });
});
