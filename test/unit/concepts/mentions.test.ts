import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMentions } from '../../../src/core/concepts/mentions.ts';

const concept = (key: string) => ({ id: `c:${key}`, label: key });
const found = (text: string, ...keys: string[]) => findMentions(text, keys.map(concept)).map(({ start, end }) => text.slice(start, end));

describe('findMentions', () => {
  it('finds names in any case and number', () => {
    expect(found('Tidal ranges grow; the tidal  range\nfalls.', 'tidal range')).toEqual(['Tidal ranges', 'tidal  range']);
  });

  it('prefers the longest name', () => {
    expect(found('The spring tide is no spring.', 'spring', 'spring tide')).toEqual(['spring tide', 'spring']);
  });

  it('finds whole words only', () => {
    expect(found('Tideless shores', 'tide')).toEqual([]);
  });

  it('finds nothing for a name without letters', () => {
    expect(findMentions('a — b', [{ id: 'c:—', label: '—' }])).toEqual([]);
  });

  it('yields ordered spans without overlap for any text', () => {
    const word = fc.constantFrom('tide', 'tides', 'range', 'tidal', 'Tidal', '🌊', 'the', '—');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const mentions = findMentions(text, ['tidal range', 'tide', 'range tide'].map(concept));
        for (const [index, { start, end }] of mentions.entries()) {
          expect(start).toBeLessThan(end);
          expect(start).toBeGreaterThanOrEqual(mentions[index - 1]?.end ?? 0);
        }
      }),
    );
  });
});
