import { describe, it } from 'vitest';
import { extractConcepts } from '../../../src/offline/extract.ts';
import { createCorpusStatistics } from '../../../src/offline/statistics.ts';
import { expectLinear } from '../../support/growth.ts';
import { longProse, passage } from './passages.ts';

function extract(text: string): void {
  const statistics = createCorpusStatistics();
  statistics.add(passage(text));
  extractConcepts(passage(text), statistics);
}

describe('the time extraction takes', () => {
  it('grows with the length of the text and no faster', () => {
    const text = longProse(240_000);
    expectLinear((size) => {
      extract(text.slice(0, size));
    }, 60_000);
  });

  it.each([
    ['a run without spaces', 'ab', 400_000],
    ['a sentence without end', 'gluten network and ', 40_000],
    ['one word for ever', 'bee ', 20_000],
    ['list items', '- a queen bee\n', 20_000],
    ['opening brackets', '( ', 20_000],
    ['full stops', '. ', 20_000],
  ])('grows no faster on %s', (_, unit, length) => {
    expectLinear((size) => {
      extract(unit.repeat(size / unit.length));
    }, length);
  });
});
