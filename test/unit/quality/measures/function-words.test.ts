import { describe, expect, it } from 'vitest';
import { compareUnigrams, UnigramTable } from '../../../../src/core/quality/coverage/unigrams.ts';
import { functionWordsOf } from '../../../../src/engine/queries/measure/function-words.ts';

const texts = {
  en: [
    'The tide rises twice a day because the moon pulls on the water, and it falls again when the moon has gone on.',
    'We’ll see that the range of a spring tide is larger than that of a neap tide, which isn’t what they had thought.',
  ],
  de: [
    'Die Flut steigt zweimal am Tag, weil der Mond das Wasser anzieht, und sie fällt wieder, wenn der Mond weitergezogen ist.',
    'Der Hub einer Springtide ist größer als der einer Nipptide, und das ist nicht, was man früher gedacht hatte.',
  ],
  fr: ['La marée monte deux fois par jour parce que la lune attire l’eau, et elle descend de nouveau quand la lune est passée.'],
  ru: ['Прилив поднимается два раза в день, потому что луна притягивает воду, и он снова спадает, когда луна уходит дальше.'],
  zh: ['月亮吸引海水，所以潮水每天涨两次；当月亮走过去的时候，潮水又会退下去。大潮的潮差比小潮的潮差要大得多。'],
};
const wordsOf = (text: readonly string[]): string[] => {
  const table = new UnigramTable();
  for (const each of text) table.add(each);
  return [...table.counts.keys()];
};

describe('function words', () => {
  it.each([
    ['en', ['the', 'and', 'a', 'of', 'which', 't', 'll'], ['tide', 'moon', 'range', 'spring', 'water', 'falls']],
    ['de', ['die', 'der', 'und', 'nicht', 'wenn'], ['flut', 'mond', 'wasser', 'springtide', 'hub']],
    ['fr', ['la', 'et', 'elle', 'par'], ['maree', 'lune', 'eau', 'monte']],
    ['ru', ['и', 'в', 'что', 'когда'], ['прилив', 'луна', 'воду']],
    ['zh', ['的', '又', '比'], ['潮', '海', '水']],
  ] as const)('of %s are told from those that say what a text is about, as texts are counted', async (language, empty, full) => {
    const found = await functionWordsOf(texts[language]);
    expect(found.languages).toEqual([language]);
    const known = wordsOf(texts[language]);
    for (const word of [...empty, ...full]) expect(known).toContain(word);
    expect(empty.filter((word) => !found.has(word))).toEqual([]);
    expect(full.filter(found.has)).toEqual([]);
  });

  it('are of each language that a tenth of the texts are in, and of none that a single quotation is in', async () => {
    const [english] = texts.en;
    const many = Array.from({ length: 30 }, (_, n) => `${english!} It was seen ${n} times.`);
    expect((await functionWordsOf([...many, texts.de[0]!])).languages).toEqual(['en']);
    const both = await functionWordsOf([...many, ...Array.from({ length: 10 }, () => texts.de[0]!)]);
    expect(both.languages).toEqual(['en', 'de']);
    expect([both.has('the'), both.has('weil')]).toEqual([true, true]);
  });

  it('are told of short texts by all of them together, and are none where there is no list', async () => {
    const short = ['How high is the tide?', 'What is a neap tide?', 'When does the moon rise?', 'Why are the two tides not the same?'];
    expect((await functionWordsOf(short)).languages).toEqual(['en']);
    const thai = await functionWordsOf(['น้ำขึ้นวันละสองครั้งเพราะดวงจันทร์ดึงดูดน้ำทะเล และน้ำจะลดลงอีกครั้งเมื่อดวงจันทร์ผ่านไปแล้ว']);
    expect(thai.languages).toEqual([]);
    expect((await functionWordsOf([])).languages).toEqual([]);
    expect(['the', '12', '٣', 'm3'].map(thai.has)).toEqual([false, true, true, false]);
  });

  it('count in the divergence, and are counted apart from the words that are listed', async () => {
    const [test, train] = [new UnigramTable(), new UnigramTable()];
    for (const text of texts.en) test.add(text);
    train.add('Moon moon moon');
    const { has } = await functionWordsOf(texts.en);
    const compared = (listing: Parameters<typeof compareUnigrams>[2]) => {
      for (const steps = compareUnigrams(test, train, listing); ;) {
        const { done, value } = steps.next();
        if (done === true) return value;
      }
    };
    const [all, content] = [compared({ limit: 100 }), compared({ limit: 100, isFunctionWord: has })];
    expect(content.divergence).toBe(all.divergence);
    expect(all.functionWords).toEqual({ words: 0, adds: 0 });
    const [left, kept] = [all.most.filter(({ word }) => has(word)), all.most.filter(({ word }) => !has(word))];
    expect(content.most).toEqual(kept);
    expect(left.length).toBeGreaterThan(3);
    expect(content.functionWords.words).toBe(left.length);
    expect(content.functionWords.adds).toBeCloseTo(
      left.reduce((sum, { adds }) => sum + adds, 0),
      12,
    );
  });
});
