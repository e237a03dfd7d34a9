import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeakageIndex } from '../../../../src/core/quality/leakage/index.ts';
import { gateOfLeak, leakVerdict } from '../../../../src/core/quality/leakage/leak.ts';
import { ngramSizes, type NgramSize } from '../../../../src/core/quality/leakage/ngram-sizes.ts';

const indexOf = (items: readonly string[], size: NgramSize = 10, file = 'bench.jsonl') =>
  LeakageIndex.of([{ file, texts: items.map((text, at) => ({ line: at + 1, text })) }], size);

const question =
  'Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many clips did Natalia sell altogether?';

describe('an index of benchmark items', () => {
  it('finds an item whatever its case, accents and marks are, with the places in both texts', () => {
    const text = `Solve this: NATÁLIA sold — clips — to 48 of her friends in april; and then she sold half as many clips in May! How many clips did Natalia sell altogether?`;
    const leak = indexOf(['A short one.', question]).find(text);
    expect(leak).toMatchObject({ file: 'bench.jsonl', line: 2, item: question, share: 1, coverage: 1 });
    expect(leak!.ngram).toBe('NATÁLIA sold — clips — to 48 of her friends in april');
    expect(text.slice(leak!.inText.start, leak!.inText.end)).toBe(leak!.ngram);
    expect(question.slice(leak!.inItem.start, leak!.inItem.end)).toBe('Natalia sold clips to 48 of her friends in April');
  });

  it('tells what has some words of an item from what has most of it', () => {
    const index = indexOf([question]);
    const part = index.find(
      'We know that she sold half as many clips in May. How is not known, nor where the shop of the family was at that time.',
    );
    expect(part).toBeNull();
    const some = index.find(
      'It is said that, in April, and then she sold half as many clips in May, the shop of the family was closed for good.',
    )!;
    expect(some.coverage).toBeCloseTo(12 / 27);
    expect(some.share).toBeGreaterThan(0.3);
    expect(leakVerdict(some, 0.5)).toBe('flagged');
    expect(leakVerdict(some, 0.2)).toBe('leaked');
  });

  it('looks for items of five to nine words as a whole, and names shorter ones', () => {
    const index = indexOf(['What is the capital of France?', 'Why is it so?', 'Two plus two is', '🙂'], 10);
    expect(index.benchmarks).toEqual([{ file: 'bench.jsonl', items: 1, tooShort: [2, 3, 4] }]);
    expect(index.find('Tell me: what is the capital of France, please?')).toMatchObject({ line: 1, share: 1, coverage: 1 });
    expect(index.find('What is the capital of Francesca?')).toBeNull();
    // The words of an item with ten alone are no item.
    expect(indexOf([question]).find('Natalia sold clips to 48 of her')).toBeNull();
  });

  it.each(ngramSizes)('asks for %i words in a row', (size) => {
    const words = question.split(' ');
    const index = indexOf([question], size);
    const around = (count: number) => `Somebody once said ${words.slice(2, 2 + count).join(' ')} or so.`;
    expect(index.find(around(size - 1))).toBeNull();
    expect(index.find(around(size))).toMatchObject({
      ngram: words
        .slice(2, 2 + size)
        .join(' ')
        .replace(/[.,]$/, ''),
    });
  });

  it('finds texts of scripts without spaces', () => {
    const item = '一列火车以每小时六十公里的速度行驶三小时，它行驶了多少公里？';
    expect(indexOf([item]).find(`请回答：一列火车以每小时六十公里的速度行驶三小时,它行驶了多少公里`)).toMatchObject({ share: 1 });
    expect(indexOf([item]).find('一列火车很慢。每小时六十公里的速度')).toMatchObject({ ngram: '每小时六十公里的速度' });
    expect(indexOf([item]).find('一列火车很慢。')).toBeNull();
  });

  it('of n-grams that hundreds of items have, tells the items that share most and the number of the others', () => {
    const stem = 'Which of the following is the correct answer to the question about';
    const items = Array.from({ length: 1500 }, (_, at) => `${stem} number ${at} of the ${at * 7} that were asked in year ${at % 90}?`);
    const index = indexOf(items);
    const { leaks, more } = index.hits(`${items[1234]} Say it.`);
    expect(leaks[0]).toMatchObject({ line: 1235, share: 1, coverage: 1 });
    expect(leaks).toHaveLength(50);
    expect(more).toBe(1450);
    expect(index.find(items[1499]!)).toMatchObject({ line: 1500, share: 1 });
    const shares = leaks.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  it('finds an item that is in a benchmark ten thousand times', () => {
    const index = indexOf(Array.from({ length: 30_000 }, () => question));
    const { leaks, more } = index.hits(question);
    expect(leaks[0]).toMatchObject({ line: 1, share: 1 });
    expect(leaks.length + more).toBeGreaterThan(1000);
  });

  it('compares of a very long text what stands around the shared words', () => {
    const filler = Array.from({ length: 60_000 }, (_, at) => `w${at}`).join(' ');
    expect(indexOf([question]).find(`${filler} ${question} ${filler}`)).toMatchObject({ share: 1 });
    const book = `${question} ${filler}`;
    const some = indexOf([book]).find(question)!;
    // The book begins with it, and has some blocks of its own words in common with nothing else.
    expect(some.share).toBeCloseTo(question.length / book.length, 4);
  });

  it('knows several files apart, and none', () => {
    const texts = [{ line: 7, text: question }];
    const index = LeakageIndex.of(
      [
        { file: 'a.csv', texts },
        { file: 'b.csv', texts },
        { file: 'c.csv', texts: [] },
      ],
      8,
    );
    expect(index.hits(question).leaks.map(({ file, line }) => [file, line])).toEqual([
      ['a.csv', 7],
      ['b.csv', 7],
    ]);
    expect(index.benchmarks.map(({ items }) => items)).toEqual([1, 1, 0]);
    expect(LeakageIndex.of([], 8).find(question)).toBeNull();
    expect(index.find('')).toBeNull();
  });
});

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const sentence = (least: number, most: number) => fc.array(word, { minLength: least, maxLength: most }).map((words) => words.join(' '));

describe('any text', () => {
  it('is found to have an item that is put into it, whatever is around it and between its words', () => {
    const marks = fc.constantFrom(' ', ', ', '\n', ' — ', '; ');
    fc.assert(
      fc.property(
        fc.array(sentence(5, 40), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        sentence(0, 60),
        sentence(0, 60),
        marks,
        fc.constantFrom(...ngramSizes),
        (items, nth, before, after, mark, size) => {
          const planted = items[nth % items.length]!.toUpperCase().replaceAll(' ', mark);
          const leak = indexOf(items, size).find(`${before}. ${planted}! ${after}`);
          expect(leak).toMatchObject({ share: 1 });
          expect(leak!.coverage).toBe(1);
        },
      ),
    );
  });

  it('has no hit but one whose words it shares with the item, and always has one then', () => {
    const letter = fc.constantFrom('a', 'b');
    const few = (most: number) => fc.array(letter, { minLength: 0, maxLength: most }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(few(16), { maxLength: 4 }), few(24), (items, text) => {
        const grams = items.flatMap((item, at) => {
          const words = item === '' ? [] : item.split(' ');
          const length = Math.min(8, words.length);
          if (length < 5) return [];
          return Array.from({ length: words.length - length + 1 }, (_, start) => ({
            at,
            gram: words.slice(start, start + length).join(' '),
          }));
        });
        const shared = new Set(grams.filter(({ gram }) => ` ${text} `.includes(` ${gram} `)).map(({ at }) => at + 1));
        const { leaks, more } = indexOf(items, 8).hits(text);
        expect(new Set(leaks.map(({ line }) => line))).toEqual(shared);
        expect(more).toBe(0);
        for (const { ngram, inItem, item } of leaks) expect(item.slice(inItem.start, inItem.end)).toBe(ngram);
      }),
      { numRuns: 500 },
    );
  });

  it('has no hit where no words are shared', () => {
    fc.assert(
      fc.property(fc.array(sentence(0, 30), { maxLength: 20 }), sentence(0, 200), (items, text) => {
        expect(indexOf(items, 8).hits(text.toUpperCase().replaceAll(/(\w+)/g, '$1_'))).toEqual({ leaks: [], more: 0 });
      }),
    );
  });
});

describe('the gate', () => {
  const leak = indexOf([question]).find('It is said that, in April, and then she sold half as many clips in May, and so on.')!;
  it('holds back what has more of an item than it may', () => {
    expect(gateOfLeak(null, 'question', { share: 0, hold: 'ngrams' })).toBeNull();
    expect(gateOfLeak(leak, 'question', { share: 0.5, hold: 'blocks' })).toBeNull();
    expect(gateOfLeak(leak, 'question', { share: 0.5, hold: 'ngrams' })).toEqual({
      gate: 'leakage',
      reason: `says ${Math.floor(leak.share * 100)} % of what bench.jsonl, line 1, says: “in April, and then she sold half as many clips”`,
      leak: {
        ...{ file: 'bench.jsonl', line: 1, share: leak.share, part: 'question', inPart: leak.inText },
        item: { text: question, ...leak.inItem },
      },
    });
    const long = `${'Before it there is more. '.repeat(90)}${question}${' And more after it.'.repeat(90)}`;
    const { item, inPart } = gateOfLeak(indexOf([long]).find(question), 'question', { share: 0, hold: 'ngrams' })!.leak!;
    expect(item.text.length).toBe(2000);
    expect(item.text.slice(item.start, item.end)).toBe(question.slice(inPart.start, inPart.end));
    expect(gateOfLeak(indexOf([question]).find(question), 'question', { share: 0.5, hold: 'blocks' })?.reason).toMatch(
      /^says 100 % of what/,
    );
    expect(gateOfLeak(indexOf([question]).find(question), 'question', { share: 1, hold: 'blocks' })).toBeNull();
  });
});
