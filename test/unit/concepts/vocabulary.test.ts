import { describe, expect, it } from 'vitest';
import { curate, curationFile } from '../../../src/core/concepts/curation.ts';
import type { Extraction } from '../../../src/core/concepts/extraction.ts';
import { buildVocabulary } from './build-vocabulary.ts';

const extraction = (...topics: [string, string[]][]): Extraction => ({
  level: 'college',
  subject: 'hydrology',
  topics: topics.map(([name, concepts]) => ({ name, concepts })),
});

const units = [
  { id: 'a', extractions: [extraction(['Tides', ['tidal range', 'Spring tide']])] },
  { id: 'b', extractions: [extraction(['tide', ['Tidal Ranges', 'neap tide']], ['Moon', ['spring tides', 'tide']])] },
  { id: 'c', extractions: [extraction(['Tides', ['tidal range']])] },
];

describe('buildVocabulary', () => {
  it('makes one concept of its spellings, shown in the most frequent one', () => {
    const { concepts } = buildVocabulary(units);
    expect([...concepts.values()].map(({ id, label }) => [id, label]).sort()).toEqual([
      ['c:neap tide', 'neap tide'],
      ['c:spring tide', 'Spring tide'],
      ['c:tidal range', 'tidal range'],
      ['t:moon', 'Moon'],
      ['t:tide', 'Tides'],
    ]);
  });

  it('leaves to the topic what a unit names as both', () => {
    expect(buildVocabulary(units).units[1]).toEqual({
      id: 'b',
      topics: ['t:tide', 't:moon'],
      concepts: ['c:tidal range', 'c:neap tide', 'c:spring tide'],
    });
  });

  it('applies what a person decided: merges, bans, names', () => {
    const curation = curate(
      curationFile.parse({ aliases: { 'Spring tide': ['neap tide'] }, bans: ['Moon'], renames: { 'tidal range': 'Range of the tide' } }),
    );
    const { concepts, units: found } = buildVocabulary(units, curation);
    expect([...concepts.keys()].sort()).toEqual(['c:spring tide', 'c:tidal range', 't:tide']);
    expect(concepts.get('c:tidal range')?.label).toBe('Range of the tide');
    expect(found[1]?.concepts).toEqual(['c:tidal range', 'c:spring tide']);
  });

  it('follows merges of what others were merged into, in whatever order they were made', () => {
    for (const aliases of [
      { Water: ['tide'], tides: ['neap tide', 'spring tide'] },
      { tide: ['neap tide', 'spring tide'], Water: ['tides'] },
    ]) {
      const { concepts } = buildVocabulary(units, curate(curationFile.parse({ aliases })));
      expect([...concepts].filter(([id]) => id !== 'c:tidal range').map(([id, { label }]) => [id, label])).toEqual([
        ['t:water', 'Water'],
        ['t:moon', 'Moon'],
      ]);
    }
  });

  it('leaves to the topic also what a person merged into it', () => {
    const curation = curate(curationFile.parse({ aliases: { Tides: ['tidal range'] } }));
    const { units: found } = buildVocabulary(units, curation);
    expect(found.map(({ concepts }) => concepts)).toEqual([['c:spring tide'], ['c:neap tide', 'c:spring tide'], []]);
  });

  it('takes several extractions of one unit together', () => {
    const { units: found } = buildVocabulary([{ id: 'file', extractions: [extraction(['A', ['x']]), extraction(['B', ['x', 'y']])] }]);
    expect(found).toEqual([{ id: 'file', topics: ['t:a', 't:b'], concepts: ['c:x', 'c:y'] }]);
  });
});
