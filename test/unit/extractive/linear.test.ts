import { describe, expect, it } from 'vitest';
import { extractConcepts } from '../../../src/core/extractive/extract.ts';
import { createCorpusStatistics } from '../../../src/core/extractive/statistics.ts';
import { longProse, passage } from './passages.ts';

/** A text four times as long takes linear work four times as long, quadratic work sixteen times. */
const factor = 4;
const mostGrowth = 9;
const rounds = 3;

/** Time of the processor in milliseconds: unlike that of the clock, it does not count what a busy machine does besides. */
function effort(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least effort of some rounds on each text is the one least disturbed; the sizes take turns. */
function growth(work: (text: string) => void, textOf: (length: number) => string, length: number): number {
  const texts = [textOf(length), textOf(factor * length)];
  work(texts[0]!);
  const efforts = Array.from({ length: rounds }, () => texts.map((text) => effort(() => { work(text); }))); // prettier-ignore
  const [short, long] = texts.map((_, index) => Math.min(...efforts.map((round) => round[index]!)));
  return long! / short!;
}

function extract(text: string): void {
  const statistics = createCorpusStatistics();
  statistics.add(passage(text));
  extractConcepts(passage(text), statistics);
}

describe('the time extraction takes', () => {
  it('grows with the length of the text and no faster', () => {
    expect(growth(extract, longProse, 60_000)).toBeLessThan(mostGrowth);
  });

  it.each([
    ['a run without spaces', 'ab', 400_000],
    ['a sentence without end', 'gluten network and ', 40_000],
    ['one word for ever', 'bee ', 20_000],
    ['list items', '- a queen bee\n', 20_000],
    ['opening brackets', '( ', 20_000],
    ['full stops', '. ', 20_000],
  ])('grows no faster on %s', (_, unit, length) => {
    expect(growth(extract, (size) => unit.repeat(size / unit.length), length)).toBeLessThan(mostGrowth);
  });
});
