import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../src/core/corpus/parse.ts';
import { saysSame, sketchOf } from '../../../../src/core/corpus/shingles.ts';
import { CorpusFile } from '../../../../src/engine/corpus/corpus-file.ts';
import { CorpusState, passageNow } from '../../../../src/engine/corpus-state.ts';
import { seeded } from '../../../support/seeded.ts';

/** A section of sixty words is a passage. */
const fileOf = (file: string, text: string, tokens = 500): CorpusFile =>
  new CorpusFile(file, parseDocument(file, text, { tokens, textField: 'text' }), 'stamp');
const stateOf = (files: Readonly<Record<string, string>>): CorpusState =>
  CorpusState.of(Object.entries(files).map(([file, text]) => fileOf(file, text)));

/** Sixty words of its own for each number. */
const words = (at: number, count = 60): string => Array.from({ length: count }, (_, word) => `w${at}x${word * (at + 3)}`).join(' ');
const page = (...numbers: number[]): string => numbers.map((at) => `# Gauge ${at}\n\n${words(at)}.\n`).join('\n');

const copiesIn = (corpus: CorpusState): Record<string, string[]> =>
  Object.fromEntries(
    [...corpus.files.keys()].flatMap((file) => {
      const copies = [...corpus.copies.in(file).values()].map((passage) => passage.file);
      return copies.length === 0 ? [] : [[file, copies]];
    }),
  );

describe('copies in a corpus', () => {
  it('are the passages that a file with a shorter name has, whatever the case, the marks and a word here and there', () => {
    const corpus = stateOf({
      'a.md': page(1, 2, 3),
      'a (1).md': page(1, 2, 3),
      'b.txt': words(2).toUpperCase().replaceAll(' ', '\n'),
      'c.md': page(2).replace('w2x25', 'other'),
      'd.md': page(4),
      'e.jsonl': `${JSON.stringify({ text: words(5) })}\n${JSON.stringify({ text: words(5) })}\n`,
    });
    expect(copiesIn(corpus)).toEqual({
      'a (1).md': ['a.md', 'a.md', 'a.md'],
      'b.txt': ['a.md'],
      'c.md': ['a.md'],
      'e.jsonl': ['e.jsonl'],
    });
    expect(corpus.totals).toEqual({ documents: 7, passages: 5 });
    expect(corpus.passages.map(({ file }) => file)).toEqual(['a.md', 'a.md', 'a.md', 'd.md', 'e.jsonl']);
  });

  it('are of two versions of a document the passages that stayed', () => {
    const corpus = stateOf({ 'v1.md': page(1, 2, 3), 'v2.md': page(1, 9, 3) });
    expect(corpus.copies.in('v2.md').size).toBe(2);
    expect(corpus.ownOf('v2.md').map(({ text }) => text)).toEqual([`Gauge 9\n\n${words(9)}.`]);
  });

  it('stay what samples refer to, and are known by what they are copies of', () => {
    const corpus = stateOf({ 'a.md': page(1), 'b.md': page(1) });
    const [copy] = corpus.passagesOf('b.md');
    expect(passageNow(corpus, copy!.id)).toBe(copy);
    expect(corpus.originalOf(copy!).file).toBe('a.md');
  });

  it('are none that share words only, or a template', () => {
    const filled = (place: string, level: string): string =>
      `The gauge at ${place} stands on the left bank below the bridge. It is read each morning at eight. On most days it shows ${level} metres, and after rain it rises fast.`;
    const corpus = stateOf({ 'a.md': filled('Elm', '3.2'), 'b.md': filled('Oak', '1.4'), 'c.md': '', 'd.md': '...' });
    expect(corpus.copies.count).toBe(0);
  });

  it('are the same after any saves as in a corpus that is read anew', () => {
    const random = seeded('copies after saves');
    const texts = (): string => {
      const numbers = Array.from({ length: 1 + random(3) }, () => random(6));
      return random(3) === 0 ? page(...numbers).replace(/w\dx\d+ /, `new${random(3)} `) : page(...numbers);
    };
    let corpus = stateOf({});
    const names = Array.from({ length: 8 }, (_, at) => `${'abcdefgh'.charAt(at)}.md`);
    for (let step = 0; step < 150; step++) {
      const before = corpus;
      const shown = names.map((name) => before.copies.in(name));
      const read = Array.from({ length: 1 + random(3) }, (): [string, CorpusFile | null] => {
        const name = names[random(names.length)]!;
        return [name, random(4) === 0 ? null : fileOf(name, texts())];
      });
      corpus = before.with(new Map(read.filter(([name, file]) => file !== null || before.files.has(name))));
      const anew = CorpusState.of(corpus.files.values());
      // By passage, in no order: a file whose passages only change places has the copies that it had.
      const inAll = (state: CorpusState) =>
        names.map((name) => new Map([...state.copies.in(name)].map(([id, passage]) => [id, passage.id])));
      expect(inAll(corpus)).toEqual(inAll(anew));
      expect(corpus.totals).toEqual(anew.totals);
      // A state stays as it is, and what differs is told.
      expect(names.map((name) => before.copies.in(name))).toEqual(shown);
      const told = new Set(corpus.differences(before).map(({ before: was, now }) => (now ?? was)!.file));
      for (const [at, name] of names.entries()) if (corpus.copies.in(name) !== shown[at]) expect(told).toContain(name);
    }
  });

  it('are not looked for among all pages of one template', () => {
    const shared = words(7, 80);
    const files = Array.from({ length: 300 }, (_, at) =>
      fileOf(`${String(at).padStart(5, '0')}.md`, `${shared} ${words(1000 + at, 40)}`, 5000),
    );
    const corpus = CorpusState.of([...files, fileOf('zzzzz.md', `${shared} ${words(1200, 40)}`, 5000)]);
    expect(copiesIn(corpus)).toEqual({ 'zzzzz.md': ['00200.md'] });
  });
});

describe('texts that say the same', () => {
  it('are found by their keys', () => {
    const random = seeded('keys of texts that say the same');
    let missed = 0;
    for (let round = 0; round < 300; round++) {
      const text = words(round, 150).split(' ');
      const other = [...text];
      for (let change = 0; change < 3; change++) other[random(other.length)] = 'new';
      const [a, b] = [text.join(' '), other.join(' ')];
      if (!saysSame(a, b)) continue;
      const keys = new Set(sketchOf(a).keys);
      if (!sketchOf(b).keys.some((key) => keys.has(key))) missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(2);
  });

  it('may be one within the other, and in a script without spaces', () => {
    expect(saysSame(words(1, 40), `${words(1, 40)} ${words(2, 40)}`)).toBe(true);
    expect(saysSame(words(1, 40), words(2, 40))).toBe(false);
    const river = '水流过河床然后带走沙子到大海里去形成三角洲';
    expect(saysSame(`${river}。`, river)).toBe(true);
    expect(saysSame(river, '山上的雪在春天融化变成溪流汇入湖泊')).toBe(false);
  });
});
