import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  perplexitiesOf,
  perplexityFields,
  perplexityOf,
  type TokenProbabilities,
  withoutPerplexity,
} from '../../../src/core/quality/perplexity.ts';
import type { Content } from '../../../src/core/samples/shapes/index.ts';

/** Each piece is a token with this log-probability. */
function tokens(...pieces: readonly (readonly [string, number])[]): { reply: string; probabilities: TokenProbabilities } {
  let end = 0;
  const ends = pieces.map(([text]) => (end += text.length));
  return { reply: pieces.map(([text]) => text).join(''), probabilities: { logs: pieces.map(([, log]) => log), ends } };
}
const qa = (question: string, answer = ''): Content => ({ shape: 'qa', question, answer });

describe('perplexity', () => {
  it('is exp of the mean negative log-probability, as worked out by hand', () => {
    const { probabilities } = tokens(['a', Math.log(0.5)], ['b', Math.log(0.125)]);
    expect(perplexityOf(probabilities)).toBe(4);
    expect(perplexityFields(probabilities)).toEqual({ perplexity: 4 });
    // A token that lies in a stretch with one character alone counts.
    expect(perplexityOf(probabilities, [{ start: 0, end: 1 }])).toBe(2);
    expect(perplexityOf(probabilities, [{ start: 1, end: 2 }])).toBe(8);
    expect(perplexityOf(probabilities, [{ start: 2, end: 9 }])).toBeNull();
    expect(perplexityFields(undefined)).toEqual({});
  });

  it('is that of tokens of equal probability, whatever their number; at least 1, and never a number that JSON cannot write', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.integer({ min: 1, max: 50 }), (p, count) => {
        const logs = Array.from({ length: count }, () => Math.log(p));
        const found = perplexityOf({ logs, ends: null })!;
        expect(found).toBeGreaterThanOrEqual(1);
        expect(Math.abs(found * p - 1)).toBeLessThan(1e-4);
      }),
    );
    expect(perplexityOf({ logs: [-5000], ends: null })).toBeNull();
    // Servers round: what is above 0 is 0.
    expect(perplexityOf({ logs: [1e-7], ends: null })).toBe(1);
  });

  it('is of each sample’s own tokens where its texts stand in the reply, as they are or as JSON writes them', () => {
    const [first, second] = ['How high is the tide?', 'Why is it “spring”\ntwice a month?'];
    const plain = tokens(['<Q1>\n', -9], [first, -1], ['\n</Q1>\n<Q2>\n', -9], [second, -2], ['\n</Q2>', -9]);
    const json = tokens(['{"questions":["', -9], [first, -1], ['","', -9], [JSON.stringify(second).slice(1, -1), -2], ['"]}', -9]);
    for (const { reply, probabilities } of [plain, json]) {
      expect(perplexitiesOf(reply, probabilities, [qa(first), qa(second)])).toEqual([
        { perplexity: Number(Math.exp(1).toPrecision(5)) },
        { perplexity: Number(Math.exp(2).toPrecision(5)) },
      ]);
    }
  });

  it('is of the same text once more where the reply says it once more', () => {
    const text = 'How high is the tide?';
    const { reply, probabilities } = tokens([text, -1], ['\n', -9], [text, -3]);
    expect(perplexitiesOf(reply, probabilities, [qa(text), qa(text)]).map(({ perplexity }) => Math.log(Number(perplexity)))).toEqual([
      expect.closeTo(1, 3),
      expect.closeTo(3, 3),
    ]);
  });

  it('is of the whole reply, and says so, where the samples in it cannot be told apart', () => {
    const text = 'How high is the tide?';
    const { reply, probabilities } = tokens([text, -1], ['\nWhy  is it\tlow?', -3]);
    const whole = { perplexity: Number(Math.exp(2).toPrecision(5)), perplexityOf: 'reply' };
    expect(perplexitiesOf(reply, probabilities, [qa(text), qa('Why is it low?')])).toEqual([
      { perplexity: Number(Math.exp(1).toPrecision(5)) },
      whole,
    ]);
    expect(perplexitiesOf(reply, { ...probabilities, ends: null }, [qa(text), qa('Why?')])).toEqual([whole, whole]);
    // A single sample is all that its reply has.
    expect(perplexitiesOf(reply, probabilities, [qa('Why?')])).toEqual([{ perplexity: whole.perplexity }]);
    expect(perplexitiesOf(reply, undefined, [qa(text), qa(text)])).toEqual([{}, {}]);
  });

  it('does not go over to another text', () => {
    expect(withoutPerplexity({ level: 'easy', perplexity: 3, perplexityOf: 'reply' })).toEqual({ level: 'easy' });
  });
});
