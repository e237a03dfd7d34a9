import { describe, expect, it } from 'vitest';
import { CorpusReader, type ReadingContext, type Reading } from '../../../../src/engine/corpus/reading.ts';
import { CorpusState } from '../../../../src/engine/corpus-state.ts';

/** A reading that goes on when the test lets it, and a clock that stands still until then. */
class Staged {
  readonly told: Reading[] = [];
  readonly readings: {
    of: { readonly known: CorpusState | undefined; readonly paths?: readonly string[] };
    report: (reading: Reading) => void;
    finish: (state: CorpusState) => void;
    fail: (error: Error) => void;
  }[] = [];
  now = 0;
  readonly reader = new CorpusReader(
    {
      all: (known, context) => this.#begin({ known }, context),
      paths: (known, paths, context) => this.#begin({ known, paths }, context),
    },
    (reading) => this.told.push(reading),
    () => this.now,
  );

  #begin(of: Staged['readings'][number]['of'], { report, signal }: ReadingContext): Promise<CorpusState> {
    const { promise, resolve, reject } = Promise.withResolvers<CorpusState>();
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
    this.readings.push({ of, report, finish: resolve, fail: reject });
    return promise;
  }

  /** Reports after so many milliseconds. */
  at(now: number, done: number, total = 100): void {
    this.now = now;
    this.readings.at(-1)!.report({ done, total });
  }
}

const corpus = (): CorpusState => CorpusState.of([]);

describe('the reading of a corpus', () => {
  it('is one for all who ask, and is kept until it is to be read anew', async () => {
    const { reader, readings } = new Staged();
    const state = corpus();
    const asked = [reader.get(), reader.get()];
    readings[0]!.finish(state);
    expect(await Promise.all([...asked, reader.get()])).toEqual([state, state, state]);
    expect(readings).toHaveLength(1);
    reader.renew();
    const again = reader.get();
    readings[1]!.finish(corpus());
    expect(await again).not.toBe(state);
  });

  it('says nothing where it is over at once, and else how far it is, a few times a second, and its end', async () => {
    const staged = new Staged();
    const quick = staged.reader.get();
    staged.at(999, 100);
    staged.readings[0]!.finish(corpus());
    await quick;
    expect(staged.told).toEqual([]);

    staged.reader.renew();
    const slow = staged.reader.get();
    for (const [now, done] of [
      [1998, 10],
      [1999, 20],
      [2200, 30],
      [2249, 40],
      [2300, 50],
    ] as const)
      staged.at(now, done);
    staged.readings[1]!.finish(corpus());
    await slow;
    expect(staged.told.map(({ done }) => done)).toEqual([20, 40, 100]);
  });

  it('gives way to another that takes its place, for those who wait already too, and says so', async () => {
    const staged = new Staged();
    const waiting = staged.reader.get();
    staged.at(1000, 10);
    staged.reader.renew();
    const state = corpus();
    const later = staged.reader.get();
    staged.readings[1]!.finish(state);
    expect(await Promise.all([waiting, later])).toEqual([state, state]);
    expect(staged.readings).toHaveLength(2);
    expect(staged.told.map(({ done }) => done)).toEqual([10, 100]);
  });

  it('of some paths goes on from what is being read, and from nothing where that fails', async () => {
    const { reader, readings } = new Staged();
    reader.reread(['a.md']);
    const [first, second, third] = [corpus(), corpus(), corpus()];
    const begun = reader.get();
    reader.reread(['a.md']);
    const later = reader.get();
    readings[0]!.finish(first);
    expect(await begun).toBe(first);
    await expect.poll(() => readings.length).toBe(2);
    expect(readings.map(({ of }) => of)).toEqual([{ known: undefined }, { known: first, paths: ['a.md'] }]);
    readings[1]!.finish(second);
    expect(await later).toBe(second);
    reader.reread(['b.md']);
    await expect.poll(() => readings.length).toBe(3);
    readings[2]!.fail(new Error('no such folder'));
    await expect(reader.get()).rejects.toThrow('no such folder');
    reader.reread(['b.md']);
    await expect.poll(() => readings.length).toBe(4);
    expect(readings[3]!.of).toEqual({ known: second });
    readings[3]!.finish(third);
    expect(await reader.get()).toBe(third);
  });

  it('need not be waited for: who calls off leaves it to the others', async () => {
    const { reader, readings } = new Staged();
    const cancel = new AbortController();
    const [off, on] = [reader.get(cancel.signal), reader.get()];
    cancel.abort(new Error('cancelled'));
    await expect(off).rejects.toThrow('cancelled');
    await expect(reader.get(cancel.signal)).rejects.toThrow('cancelled');
    const state = corpus();
    readings[0]!.finish(state);
    expect(await on).toBe(state);
    expect(readings).toHaveLength(1);
  });

  it('fails for all who wait, and ends without a word when the project is closed', async () => {
    const staged = new Staged();
    const { reader, readings } = staged;
    const failing = reader.get();
    readings[0]!.fail(new Error('no such folder'));
    await expect(failing).rejects.toThrow('no such folder');
    reader.renew();
    const waiting = reader.get();
    staged.at(1000, 10);
    reader.close();
    await expect(waiting).rejects.toThrow('the project was closed');
    expect(staged.told.map(({ done }) => done)).toEqual([10]);
  });
});
