import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { irregularPlurals } from '../../../src/core/concepts/plurals.ts';
import { cleanLabel, conceptKey } from '../../../src/core/concepts/normalise.ts';

describe('conceptKey', () => {
  it.each([
    ['Tidal Ranges', 'tidal range'],
    ['  tidal\n range ', 'tidal range'],
    ['**Tidal range**', 'tidal range'],
    ['“tidal range”.', 'tidal range'],
    ['(tidal range)', 'tidal range'],
    ['\\textbf{tidal range}', 'tidal range'],
    ['Newton’s laws', "newton's law"],
    ["Newton's law", "newton's law"],
    ['bodies', 'body'],
    ['analyses', 'analysis'],
    ['viruses', 'virus'],
    ['causes', 'cause'],
    ['Shield volcanoes', 'shield volcano'],
    ['canoes', 'canoe'],
    ['diagnoses', 'diagnosis'],
    ['doses', 'dose'],
    ['Emission spectra', 'emission spectrum'],
    ['bacteria', 'bacterium'],
    ['continental shelves', 'continental shelf'],
    ['waves', 'wave'],
    ['niches', 'niche'],
    ['churches', 'church'],
    ['topics', 'topic'],
    ['boxes', 'box'],
    ['physics', 'physics'],
    ['stress', 'stress'],
    ['species', 'species'],
    ['C++', 'c++'],
    ['ﬁeld', 'field'],
    ['time–series', 'time-series'],
    ['force (net)', 'force (net)'],
  ])('%j is %j', (label, key) => {
    expect(conceptKey(label)).toBe(key);
  });

  it('keeps only the last word’s number apart from the meaning: “gas law” and “gases law” stay two', () => {
    expect(conceptKey('gases law')).not.toBe(conceptKey('gas law'));
  });

  it('is idempotent for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(conceptKey(conceptKey(text))).toBe(conceptKey(text));
      }),
    );
  });

  it('keeps every singular that has a plural of its own kind', () => {
    for (const [plural, noun] of irregularPlurals) {
      expect(conceptKey(plural)).toBe(noun);
      expect(conceptKey(noun)).toBe(noun);
      expect(conceptKey(conceptKey(`${plural}s`))).toBe(conceptKey(`${plural}s`));
    }
  });

  it('is idempotent for words that look like plurals', () => {
    const ending = fc.constantFrom(
      's',
      'es',
      'ies',
      'ses',
      'sses',
      'xes',
      'ches',
      'zzes',
      'us',
      'is',
      'ss',
      'sss',
      'ics',
      'oes',
      'ves',
      'uses',
      'ices',
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,8}$/), ending, (stem, end) => {
        expect(conceptKey(conceptKey(stem + end))).toBe(conceptKey(stem + end));
      }),
    );
  });
});

describe('cleanLabel', () => {
  it('keeps the case and the inner punctuation', () => {
    expect(cleanLabel('_Darcy–Weisbach_ equation:')).toBe('Darcy-Weisbach equation');
  });

  it('leaves nothing of what is only marks', () => {
    expect(cleanLabel(' **…** ')).toBe('');
  });
});
