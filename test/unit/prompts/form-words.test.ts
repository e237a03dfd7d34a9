import { describe, expect, it } from 'vitest';
import { formOf } from '../../../src/core/methods/form.ts';
import { methods } from '../../../src/core/methods/index.ts';
import { formWords } from '../../../src/core/prompts/form-words.ts';
import { expectLinear } from '../../support/growth.ts';

const ours = (id: string) => formOf(methods.find((method) => method.id === id)!);

describe('the words of a form', () => {
  it.each([
    [
      'extract',
      [
        'first topic',
        'Second Topic',
        'the third topic',
        'Topic 4',
        '**first topic:**',
        'key concept',
        'Key concepts',
        'key concept 2',
        'key_concepts',
        'Subject',
        'level',
      ],
    ],
    ['level2', ['first concept', 'second concept', 'The question']],
    ['rephrase', ['a short title', 'Short title']],
    ['answer', ['a sentence of document 3, as it is printed', '“one of document 1”']],
    ['persona', ['the exact text of the right option', 'The person you chose, as it stands above.']],
  ])('of %s are known however they are counted', (id, words) => {
    for (const each of words) expect(ours(id).has(each), each).toBe(true);
  });

  it.each([
    [
      'extract',
      [
        'energy',
        'passage',
        'law',
        'laws',
        'quantity',
        'concept map',
        'topic model',
        'subject matter',
        'first law of thermodynamics',
        'college',
        '',
        '…',
        '42',
      ],
    ],
    ['level2', ['Which concept explains it?', 'energy', 'What is the question that Bohr asked?', 'document', 'problem']],
    ['rephrase', ['A short history of tides', 'title', 'encyclopaedia']],
    ['answer', ['A sentence of a document.', 'documents of a court']],
  ])('of %s are not the words around it, nor what is only like them', (id, words) => {
    for (const each of words) expect(ours(id).has(each), each).toBe(false);
  });

  it('are read out of a template of one’s own, in any language, without those of the text around', () => {
    const own = formWords(
      [
        '---- user',
        'Lies dies. Wichtig: nur Hauptwörter wie Ebbe.',
        '{{ passage.block }}',
        'Antworte so:',
        '<topic>',
        '1. erstes Thema',
        '{% if x %}2. zweites Thema{% endif %}',
        '</topic>',
        '<key_concept>',
        '1. erstes Thema:',
        '   1.1. ein Begriff aus {{ domain }}',
        '   1.2. ein Fachwort',
        '</key_concept>',
      ].join('\n'),
    );
    for (const word of ['erstes Thema', 'drittes Thema', 'Ein Fachwort', 'Fachwort']) expect(own.has(word), word).toBe(true);
    for (const word of ['Ebbe', 'Hauptwörter', 'Wichtig', 'Begriff', 'nur Hauptwörter wie Ebbe']) expect(own.has(word), word).toBe(false);
  });

  it('are content where the material has them', () => {
    const own = formWords('Answer:\n<topic>\n1. energy\n2. first law\n</topic>');
    expect(own.has('energy')).toBe(true);
    const beside = own.beside('The first law says that energy stays.');
    expect([beside.has('Energy'), beside.has('first law'), beside.has('second law')]).toEqual([false, false, true]);
  });

  it('are the keys of its schema too, and content where the material has these', () => {
    const form = ours('extract');
    for (const word of ['name', 'Name:', 'key_concepts', 'Level 2']) expect(form.has(word), word).toBe(true);
    expect(form.beside('The name of a weir tells its place.').has('name')).toBe(false);
  });

  it('are found within a longer text, if they are a sentence', () => {
    const form = ours('answer');
    expect(form.standIn('Here it is: “A sentence of document 1, as it is printed”. That is all.')).toBe(true);
    expect(form.standIn('The answer rests on one document.')).toBe(false);
  });

  it('are read in linear time', () => {
    for (const piece of ['<a>', '1. x\n', '"a": "b", ', '{% if a %}', '{{ a }}', 'Label: text\n', '"\\', '{#']) {
      expectLinear((size) => formWords(`<topic>\n${piece.repeat(size)}`), 20_000);
    }
  });
});
