import { describe, expect, it } from 'vitest';
import { nonSample } from '../../../src/core/quality/non-samples/index.ts';
import type { GatedCandidate } from '../../../src/core/quality/non-samples/candidate.ts';
import { wordsOf } from '../../../src/core/quality/non-samples/words.ts';
import type { Content } from '../../../src/core/samples/shapes/index.ts';

const source = `How a kiln is packed

Ware is packed so that the flame can pass between the pots. Glazed ware never touches a shelf, since molten glaze would weld the two together.
A shelf is washed with alumina before each firing, and small wads of clay carry the heavier pots.

1. Calculate the height of a stack of 7 shelves of 18 mm with props of 120 mm between them.
`;

const judged = (content: Content, more: Partial<GatedCandidate> = {}) =>
  nonSample({ ...{ content, method: 'level1', style: '', sources: [source], headings: ['Packing and firing'], instructions }, ...more });

const asked = (question: string, answer = ''): Content => ({ shape: 'qa', question, answer });
const written = (text: string): Content => ({ shape: 'text', title: 'Packing', text });

const instructions =
  'For each, pick 2 or 3 of the concepts that bear on one another and pose one problem whose solution needs all of them.';

describe('A question', () => {
  it.each([
    'Packing and firing',
    '**How a kiln is packed**',
    'Glazed ware never touches a shelf, since molten glaze would weld the two together.',
    'Ware is packed so that the flame can pass between the pots. Glazed ware never touches a shelf, since molten glaze would weld the two',
    'A shelf is washed with alumina before each firing',
  ])('that is a heading or a statement of its source asks nothing: %s', (question) => {
    expect(judged(asked(question))).toEqual({
      gate: 'no-question',
      reason: expect.stringMatching(/^“.*” is .* its source, and /) as string,
    });
  });

  it.each([
    'How a kiln is packed?',
    'Why does glazed ware never touch a shelf?',
    'Calculate the height of a stack of 7 shelves of 18 mm with props of 120 mm between them.',
    '1. Calculate the height of a stack of 7 shelves of 18 mm with props of 120 mm between them',
    'A shelf is washed with alumina before each firing. Explain what the alumina is for.',
    'Glazed ware never touches a shelf, since molten glaze would weld the two together. What holds it up?',
    '窯の棚にアルミナを塗るのはなぜですか。',
    'Warum wird die Platte vor jedem Brand bestrichen?',
    'Berechnen Sie die Höhe eines Stapels aus 7 Platten von 18 mm Dicke.',
  ])('or a task is one: %s', (question) => {
    expect(judged(asked(question))).toBeNull();
  });

  it('with a passage behind it is that passage', () => {
    const passage =
      'Ware is packed so that the flame can pass between the pots. Glazed ware never touches a shelf, since molten glaze would weld the two together. A shelf is washed with alumina before each firing, and small wads of clay carry the heavier pots.';
    expect(judged(asked(`How is ware packed? ${passage}`))?.gate).toBe('no-question');
    expect(judged(asked(`${passage} How is ware packed?`))).toBeNull();
  });

  it.each(['Why?', 'Height?', 'OK'])('of a word or two is too short: %s', (question) => {
    expect(judged(asked(question))?.gate).toBe('too-short');
  });

  it('in Czech, Arabic or Chinese that is copied is held back only where it asks nothing', () => {
    const chinese = '窑具上釉的器皿不能接触棚板,因为熔化的釉会把两者焊在一起。';
    expect(judged(asked(chinese), { sources: [chinese] })?.gate).toBe('no-question');
    expect(judged(asked('为什么上釉的器皿不能接触棚板?'), { sources: [chinese] })).toBeNull();
    const arabic = 'لا تلمس الأواني المزججة الرف أبدا لأن الزجاج المنصهر يلحم الاثنين معا';
    expect(judged(asked(arabic), { sources: [arabic] })?.gate).toBe('no-question');
    expect(judged(asked('احسب ارتفاع الرفوف السبعة في الفرن كله'), { sources: ['احسب ارتفاع الرفوف السبعة في الفرن كله'] })).toBeNull();
  });
});

describe('An answer', () => {
  it.each<[string, string]>([
    ['What does molten glaze do to a shelf?', 'Molten glaze does that to a shelf.'],
    ['Why is glazed ware never allowed to touch a shelf?', 'Glazed ware is never allowed to touch a shelf.'],
    ['Warum berührt glasierte Ware die Platte nicht?', 'Glasierte Ware berührt die Platte nicht.'],
  ])('that turns its question round is an echo: %s', (question, answer) => {
    expect(judged(asked(question, answer))).toEqual({ gate: 'echo', reason: expect.stringContaining(answer.slice(0, 20)) as string });
  });

  it('about the instructions is none about the subject', () => {
    const question = 'What are the concepts that bear on one another? What does a kiln allow us to answer?';
    expect(judged(asked(question))).toEqual({
      gate: 'prompt-echo',
      reason: '“What are the concepts that bear on one another?” repeats the instructions',
    });
    expect(judged(asked('Which two forces bear on one another in a stack of shelves?'))).toBeNull();
  });

  it('about the form of its reply is none, where its source does not speak of that', () => {
    const answer = 'This is a JSON object and it has the keys of a kiln.';
    expect(judged(asked('What closes a kiln at night?', answer))).toEqual({
      gate: 'prompt-echo',
      reason: '“JSON object” is of the form of the reply, and nothing that its source speaks of',
    });
    expect(judged(asked('What does the kiln send?', answer), { sources: ['Each kiln sends its state as JSON.'] })).toBeNull();
  });

  it.each(['What is the', 'This is a shelf, and it cannot be moved directly,', 'Which is hotter, a shelf or'])(
    'to a question that breaks off is none: %s',
    (question) => {
      expect(judged(asked(question))?.gate).toBe('unfinished');
    },
  );

  it.each(['Explain what a glaze is', 'Given $2a = 6$, find a', 'What are shelves made of'])(
    'to one that only lacks its mark is: %s',
    (question) => {
      expect(judged(asked(question))).toBeNull();
    },
  );

  it.each<[string, string]>([
    ['What is the law of Ohm?', 'The law of Ohm is $U = RI$.'],
    ['What is the unit of force?', 'The unit of force is the newton.'],
    ['Is mass or weight a property of the body itself?', 'Mass is a property of the body itself.'],
    ['How does the rate change as the heat becomes greater?', 'The greater the heat, the greater the change of the rate.'],
    ['How many shelves are there?', '7'],
    ['May glazed ware touch a shelf?', 'No, glazed ware may not touch a shelf.'],
    ['Can glazed ware touch a washed shelf?', 'Glazed ware can touch a washed shelf.'],
    ['¿Puede el barro tocar la placa?', 'El barro puede tocar la placa.'],
  ])('that says something is none: %s', (question, answer) => {
    expect(judged(asked(question, answer))).toBeNull();
  });
});

describe('A text', () => {
  const own =
    'Pots stand in the chamber with room for fire on every side. What carries glaze is kept off all furniture, because it would stick for good once the coat has run, and a wash of alumina on each slab keeps the rest from doing so.';

  it('copied word for word from its source is none that was written', () => {
    const copy = source.split('\n').slice(2, 4).join(' ');
    expect(judged(written(copy), { method: 'rephrase' })).toEqual({
      gate: 'copied',
      reason: expect.stringMatching(/^\d+ % of its words are copied from its source: “Ware is/) as string,
    });
    const turns = [
      { role: 'user', content: 'How is ware packed?' },
      { role: 'assistant', content: `${copy} ${copy.slice(0, 60)}` },
    ] as const;
    expect(judged({ shape: 'chat', turns: [...turns] }, { method: 'rephrase', style: 'qa' })?.gate).toBe('copied');
    expect(judged(written(own), { method: 'rephrase' })).toBeNull();
  });

  it('may quote a sentence, and repeat formulas and code as they are', () => {
    const quote = `${own} The rule of the trade is: “Glazed ware never touches a shelf, since molten glaze would weld the two together.”`;
    expect(judged(written(quote), { method: 'rephrase' })).toBeNull();
    const formulas = 'The pressure is $p = \\rho g h$ and the flow $Q = A v$, and `pack(kiln, ware)` returns the rest.';
    expect(judged(written(`${formulas} ${own}`), { method: 'rephrase', sources: [formulas] })).toBeNull();
  });

  it.each<[string, string]>([
    ['rephrase', 'Pots are packed.'],
    ['textbook', `${own.slice(0, 120)}.`],
    ['persona', 'I pack kilns.'],
  ])('of %s that is too short is held back', (method, text) => {
    expect(judged(written(text), { method })).toEqual({ gate: 'too-short', reason: expect.stringMatching(/^with \d+ words/) as string });
  });
});

describe('Any part of a sample', () => {
  it.each<[string, string]>([
    ['stray-tag', 'It is washed with alumina.</Q1>'],
    ['stray-tag', '<answer>It is washed with alumina.'],
    ['stray-tag', 'It is washed.\n**Selected Concepts:** shelf, alumina'],
    ['stray-tag', 'It is washed with alumina.\n</evidence>'],
    ['unsuitable', 'It is washed with alumina. NOT SUITABLE'],
    ['unsuitable', 'It is washed with alumina.\nNOT SUITABLE for creating questions.'],
    ['unsuitable', 'It is washed with alumina. <not suitable for creating questions>'],
    [
      'repetition',
      'It is washed and fired, washed and fired, washed and fired, washed and fired, washed and fired, washed and fired, washed and fired, washed and fired, washed and fired, washed and fired.',
    ],
    [
      'repetition',
      'The shelf is washed with alumina at dawn. It is dry. The shelf is washed with alumina at dawn. It dries. The shelf is washed with alumina at dawn.',
    ],
  ])('is looked at for %s: %s', (gate, answer) => {
    expect(judged(asked('How is a shelf got ready?', answer))).toEqual({ gate, reason: expect.stringContaining('“') as string });
  });

  it.each([
    'It has the tags `<answer>` and `</answer>`.',
    '```xml\n<topic>clay</topic>\n```\nis what a file of topics looks like.',
    'If a < b and b > c, the <em>middle</em> one is the largest.',
    'A shelf that is not suitable is left out.',
    'Row 1: 3, 4, 5\nRow 2: 3, 4, 6\nRow 3: 3, 5, 5\nRow 4: 4, 4, 5\nRow 5: 3, 4, 5',
  ])('may say what looks like it: %s', (answer) => {
    expect(judged(asked('How is a shelf got ready?', answer))).toBeNull();
  });

  it('may have a tag that its source has too', () => {
    const answer = 'The element <text> holds the words.';
    expect(judged(asked('Which element of a drawing holds the words?', answer))?.gate).toBe('stray-tag');
    expect(judged(asked('Which element of a drawing holds the words?', answer), { sources: ['In SVG, <text> holds words.'] })).toBeNull();
  });
});

it('Words are told apart in every script', () => {
  expect(wordsOf('Ofen-Platte, 窯の棚 и печь 18 mm')).toEqual(['ofen', 'platte', '窯', 'の', '棚', 'и', 'печь', '18', 'mm']);
});
