import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/offline/linguistics.ts';

const sentencesOf = (text: string): string[] => analyse(text).map(({ start, end }) => text.slice(start, end));
const tagsOf = (text: string): string =>
  analyse(text)
    .flatMap(({ words }) => words)
    .map(({ text: word, tag }) => `${word}/${tag}`)
    .join(' ');

describe('analyse', () => {
  it('gives every word its exact place in any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ mode: 'sentences', maxCount: 4 })), (text) => {
        let before = 0;
        for (const { words, start, end } of analyse(text)) {
          expect(words[0]?.start).toBe(start);
          expect(words.at(-1)?.end).toBe(end);
          for (const word of words) {
            expect(word.start).toBeGreaterThanOrEqual(before);
            expect(text.slice(word.start, word.end).toWellFormed()).toBe(word.text.toWellFormed());
            before = word.end;
          }
        }
      }),
    );
  });

  it('keeps a hard-wrapped sentence together and ends it at a blank line or a list item', () => {
    const text = 'The first sentence goes on for a while and is then wrapped\nonto a second line.\n\n- One item\n- Another item';
    expect(sentencesOf(text)).toEqual([
      'The first sentence goes on for a while and is then wrapped\nonto a second line.',
      'One item',
      'Another item',
    ]);
  });

  it.each([
    'Open the gate:\n\n```python\ndef open_gate(weir):\n    return weir\n```\n\nWater flows.',
    'Open the gate:\n\n~~~\nclass Weir\n```\n~~~\n\nWater flows.',
    'Open the gate:\n- ```sh\n  weir open\n  ```\nWater flows.',
    'Open the gate:\n\n````md\n```js\nweir.open()\n```\n````\n\nWater flows.',
  ])('finds no sentence in code between fences: %j', (text) => {
    expect(sentencesOf(text)).toEqual(['Open the gate:', 'Water flows.']);
  });

  it('hides nothing but the fence where code was cut', () => {
    expect(sentencesOf('Water flows.\n\n```\n\nThe gate is open.')).toEqual(['Water flows.', 'The gate is open.']);
    expect(sentencesOf('```\n\nThe gate is open.\n\n```js\nweir.open()\n```\n\nWater flows.')).toEqual([
      'The gate is open.',
      'Water flows.',
    ]);
    expect(sentencesOf('The gate is open.\n\n```js\nweir.open()')).toEqual(['The gate is open.']);
  });

  it('takes what a reader is told to do for verbs', () => {
    expect(tagsOf('Select Gate from the menu.')).toMatch(/^Select\/VERB/);
    expect(tagsOf('Click the gate.')).toMatch(/^Click\/VERB/);
    expect(tagsOf('Head to the weir.')).toMatch(/^Head\/VERB/);
    expect(tagsOf('Sign in with a name.')).toMatch(/^Sign\/VERB/);
    expect(tagsOf('Head loss grows with the flow.')).not.toMatch(/^Head\/VERB/);
    expect(tagsOf('Log tables are long.')).not.toMatch(/^Log\/VERB/);
  });

  it('carries a sentence over a display formula', () => {
    const text = 'The area of a circle is given by\n\nA = πr^2\n\nwhere r is the radius.';
    expect(sentencesOf(text)).toEqual([text]);
  });

  it.each([
    'gauges.org',
    '.flume',
    'node.js',
    'v2.0.1',
    'flow.read()',
    'U.S.',
    'e.g.',
    'a/b.csv',
    'ASP.NET',
    'setup.cfg',
    '3.14',
    'vol. 4',
    'Dr. Poe',
  ])('ends no sentence within %s', (name) => {
    const text = `The gauge writes ${name} to the level file. It rests.`;
    expect(sentencesOf(text)).toEqual([`The gauge writes ${name} to the level file.`, 'It rests.']);
  });

  it('takes a name with dots for one word', () => {
    const words = analyse('Put the .flume folder of node.js on gauges.org (or flow.read()).').flatMap((sentence) => sentence.words);
    expect(words.map(({ text }) => text)).toEqual(expect.arrayContaining(['.flume', 'node.js', 'gauges.org', 'flow.read()']));
  });

  it('makes a formula one with the word that announces it', () => {
    const words = analyse('The formula $Q = C (h + a)$ gives the flow, and $h$ is a height.').flatMap((sentence) => sentence.words);
    expect(words.map(({ text }) => text)).toEqual(expect.arrayContaining(['formula $Q = C (h + a)$', 'gives', 'height']));
  });

  it('joins hyphenated compounds', () => {
    expect(tagsOf('A well-fed four-stroke engine runs.')).toContain('four-stroke/');
  });

  it('repairs tags inside noun phrases', () => {
    expect(tagsOf('The Hubble constant is known.')).toContain('constant/NOUN');
    expect(tagsOf('We measured heat transfer by conduction.')).toContain('transfer/NOUN');
    expect(tagsOf('The eye has a far point of two metres.')).toContain('point/NOUN');
  });

  it('gives a clause without a verb its verb back', () => {
    expect(tagsOf('Suppose that the curve number rises to 88.')).toContain('rises/VERB');
    expect(tagsOf('When the surface sinks, the ditches dry.')).toContain('sinks/VERB');
    expect(tagsOf('The moss rises in autumn because the rain swells it.')).toContain('rises/VERB');
  });

  it.each([
    ['A coral reef shelters fish in storms.', 'shelters'],
    ['What does a soil probe measure?', 'measure'],
    ['How does the peat drain work?', 'work'],
    ['Returns the level of the bog.', 'Returns'],
  ])('finds the verb of: %s', (text, verb) => {
    expect(tagsOf(text)).toContain(`${verb}/VERB`);
  });

  it('finds none in a phrase that has one elsewhere', () => {
    expect(tagsOf('A human resources office runs the drain.')).toContain('resources/NOUN');
    expect(tagsOf('What does he know about the soil probe?')).toContain('probe/NOUN');
  });
});
