import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowForm, rowForms } from '../../../../src/core/dataset/export-formats.ts';
import { formats } from '../../../../src/core/dataset/formats.ts';
import { type KnownRowFormat, readRow } from '../../../../src/core/dataset/import/decode.ts';
import { columnMapping, readMapped } from '../../../../src/core/dataset/import/mapping.ts';
import { wellFormedJsonLine } from '../../../../src/core/json-line.ts';
import { foldSample } from '../../../../src/core/samples/review.ts';
import type { Sample } from '../../../../src/core/samples/sample.ts';
import { type Content, type ShapeId, shapeIds } from '../../../../src/core/samples/shapes/index.ts';
import { generated, journalOf, version } from '../../samples/events.ts';

/** Texts as people and models write them: line ends of every kind, formulas, marks of other formats, characters beyond the first plane. */
const hard = fc.constantFrom(
  'a\nb',
  'x\r\ny',
  '\u2028',
  'A. first\nB. second',
  '### Instruction:',
  '"q"',
  '👩‍🔬',
  '{"a":1}',
  'Answer: A. x',
  '\uFEFFz',
);
const text = fc
  .array(fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), hard), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(' '))
  .filter((each) => each.trim() !== '' && each.isWellFormed());

type Contents = { readonly [S in ShapeId]: fc.Arbitrary<Extract<Content, { shape: S }>> };
/** Contents of every shape: the compiler asks for those of a new one. */
const contents: Contents = {
  qa: fc
    .record({ question: text, answer: text, finalAnswer: text }, { requiredKeys: ['question', 'answer'] })
    .map((each) => ({ shape: 'qa', ...each })),
  text: fc.record({ title: text, text }).map((each) => ({ shape: 'text', ...each })),
  chat: fc
    .record({ system: text, pairs: fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }) }, { requiredKeys: ['pairs'] })
    .map(({ pairs, ...system }) => ({
      shape: 'chat',
      ...system,
      turns: pairs.flatMap(([asked, told]) => [
        { role: 'user' as const, content: asked },
        { role: 'assistant' as const, content: told },
      ]),
    })),
  choice: fc
    .record({
      stem: text,
      options: fc.array(text, { minLength: 2, maxLength: 5 }),
      explanation: fc.oneof(text, fc.constant('')),
      at: fc.nat(),
    })
    .map(({ at, options, ...each }) => ({ shape: 'choice', ...each, options, correct: at % options.length })),
  preference: fc.record({ prompt: text, chosen: text, rejected: text }).map((each) => ({ shape: 'preference', ...each })),
};

/** What a format does not hold of a shape, by name: no other part may be lost. */
const lost: Partial<Record<`${ShapeId} ${KnownRowFormat}`, (content: Content) => Content>> = {
  ...Object.fromEntries(
    (['messages', 'sharegpt', 'alpaca'] as const).map((format) => [
      `qa ${format}`,
      (content: Content) => (content.shape === 'qa' ? { shape: 'qa', question: content.question, answer: content.answer } : content),
    ]),
  ),
  'text text': (content) => (content.shape === 'text' ? { ...content, title: 'derived' } : content),
  'qa verifiable': (content) => (content.shape === 'qa' ? { ...content, answer: '' } : content),
  'choice verifiable': (content) => (content.shape === 'choice' ? { ...content, explanation: '' } : content),
};

/** Pairs whose rows hold the shape as a text from which it is not told any more. */
const onlyAsText: ReadonlySet<string> = new Set(['qa text', 'chat text', 'choice text']);

/** Contents whose parts stand line by line, of which the ends are then not told. */
const isTold = (content: Content, format: string): boolean =>
  content.shape !== 'choice' ||
  format === 'jsonl' ||
  (content.options.every((option) => !option.includes('\n') && !content.stem.endsWith('\n')) && !/(?:^|\n)A\. /.test(content.stem));

function sampleOf(content: Content): Sample {
  const journal = journalOf();
  journal.add('ada', { type: 'sample.generated', sample: 's', generated: generated('s', { ...version('s-v1'), content }), gate: null });
  return foldSample(journal.events, () => false)!;
}

const rowsOf = (content: Content, format: RowForm): unknown[] => {
  const lines = formats[format](sampleOf(content), { pairs: () => [] });
  return 'rows' in lines ? lines.rows.map((row): unknown => JSON.parse(wellFormedJsonLine(row))) : [];
};

describe.each(shapeIds.flatMap((shape) => rowForms.map((format) => ({ shape, format }))))('$shape as $format', ({ shape, format }) => {
  const any = contents[shape] as fc.Arbitrary<Content>;
  const sampled = fc.sample(any, { numRuns: 100, seed: 7 }).flatMap((content) => rowsOf(content, format));

  it.runIf(sampled.length > 0 && !onlyAsText.has(`${shape} ${format}`))(
    'is read back as it was, but for what the format is known not to hold',
    () => {
      const but = lost[`${shape} ${format}`] ?? ((content: Content) => content);
      fc.assert(
        fc.property(
          any.filter((content) => isTold(content, format)),
          (content) => {
            for (const row of rowsOf(content, format)) {
              const read = readRow(row, { format, shape });
              const found =
                'content' in read && read.content.shape === 'text' && format === 'text' ? { ...read.content, title: 'derived' } : read;
              expect('shape' in found ? found : 'content' in found ? found.content : found).toEqual(but(content));
            }
          },
        ),
      );
    },
  );

  it.runIf(sampled.length > 0 && onlyAsText.has(`${shape} ${format}`))('is read back as the text that it is', () => {
    fc.assert(
      fc.property(any, (content) => {
        for (const row of rowsOf(content, format)) {
          expect(readRow(row, { format })).toMatchObject({ content: { shape: 'text', text: (row as { text: string }).text } });
          expect(readRow(row, { format, shape })).toHaveProperty('reason');
        }
      }),
    );
  });
});

it('names nothing as lost that a format holds', () => {
  for (const [pair, but] of Object.entries(lost)) {
    const [shape, format] = pair.split(' ') as [ShapeId, RowForm];
    const changed = fc
      .sample(contents[shape] as fc.Arbitrary<Content>, { numRuns: 50, seed: 3 })
      .filter((content) => rowsOf(content, format).length > 0);
    expect(
      changed.some((content) => JSON.stringify(but(content)) !== JSON.stringify(content)),
      pair,
    ).toBe(true);
  }
});

it('reads every shape by a mapping of columns called anything', () => {
  const parts = {
    qa: { question: 'q.text', answer: 'a[0]', finalAnswer: 'final' },
    text: { title: 'q.text', text: 'a[0]' },
    chat: { turns: 'talk' },
    choice: { stem: 'q.text', options: 'a', correct: 'n', explanation: 'final' },
    preference: { prompt: 'q.text', chosen: 'a[0]', rejected: 'a[-1]' },
  } as const;
  fc.assert(
    fc.property(text, text, text, (one, two, three) => {
      const row = {
        q: { text: one },
        a: [two, three],
        n: 1,
        final: 'f',
        talk: [
          { speaker: 'Human', text: one },
          { speaker: 'bot', text: two },
        ],
      };
      const read = (shape: ShapeId) => readMapped(row, columnMapping.parse({ shape, parts: parts[shape] }));
      expect(read('qa')).toMatchObject({ content: { question: one, answer: two, finalAnswer: 'f' } });
      expect(read('text')).toMatchObject({ content: { title: one, text: two } });
      expect(read('chat')).toMatchObject({
        content: {
          turns: [
            { role: 'user', content: one },
            { role: 'assistant', content: two },
          ],
        },
      });
      expect(read('choice')).toMatchObject({ content: { stem: one, options: [two, three], correct: 1, explanation: 'f' } });
      expect(read('preference')).toMatchObject({ content: { prompt: one, chosen: two, rejected: three } });
    }),
  );
});
