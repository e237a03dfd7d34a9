import { describe, expect, it } from 'vitest';
import { NearTexts } from '../../../src/engine/derived/near-texts.ts';
import { seeded } from '../../support/seeded.ts';
import { makes } from '../storage/made-up.ts';
import { newProject, open } from '../storage/projects.ts';

const random = seeded('near-texts');
const draw = (): string => Array.from({ length: 25 }, () => `w${random(5000)}`).join(' ');
/** Stands for two processes: what one writes, the other takes in when it looks. */
function stores() {
  const folder = newProject();
  return { own: open(folder), other: open(folder, 'ben') };
}

describe('texts that another process adds while they are compared', () => {
  it('are taken in between turns, also those that come meanwhile, and none is missed', async () => {
    const { own, other } = stores();
    const near = await NearTexts.open(own, 0.7);
    const texts = Array.from({ length: 1500 }, draw);
    const add = (from: number, to: number): void => {
      other.append(texts.slice(from, to).map((text, at) => makes(`s${from + at}`, null, text)));
      own.catchUp();
    };
    add(0, 1000);
    let turns = 0;
    const over = new AbortController();
    const others = (async () => {
      while (!over.signal.aborted) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
        // In the midst of it, another five hundred come.
        if (turns === 1) add(1000, 1500);
      }
    })();
    await near.follow();
    over.abort();
    await others;
    expect(turns).toBeGreaterThan(1);
    for (const [at, text] of texts.entries()) expect(near.find(text)?.sample, `text ${at}`).toBe(`s${at}`);
    own.close();
    other.close();
  });

  it('are known to who asks at once, too, and to all who waited, in their order', async () => {
    const { own, other } = stores();
    const near = await NearTexts.open(own, 0.7);
    const [first, second] = [draw(), draw()];
    other.append([makes('a', null, first)]);
    own.catchUp();
    expect(near.find(first)?.sample).toBe('a');
    other.append([makes('b', null, second)]);
    own.catchUp();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((nth) => near.follow().then(() => order.push(nth))));
    expect(order).toEqual([1, 2, 3]);
    expect(near.find(second)?.sample).toBe('b');
    own.close();
    other.close();
  });
});
