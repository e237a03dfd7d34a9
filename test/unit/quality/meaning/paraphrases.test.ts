/**
 * Precision and recall on labelled pairs with a real model: `SENTENCE_MODEL_FOLDER` names a folder with all-MiniLM-L6-v2. Pairs that
 * differ in sense were chosen to share nearly all words, which few pairs of a dataset do: in a dataset precision is higher.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { compareAll } from '../../../../src/core/quality/meaning/compare-all.ts';
import { hasOtherNumbers } from '../../../../src/core/quality/meaning/other-numbers.ts';
import { defaultThreshold } from '../../../../src/core/quality/meaning/threshold.ts';
import { VectorRows } from '../../../../src/core/quality/meaning/vector-rows.ts';
import { embeddingRequest } from '../../../../src/engine/models/embedder.ts';
import { onnxModels } from '../../../../src/engine/models/onnx/open-onnx.ts';
import { never } from '../../models/support.ts';
import { paraphrases } from './paraphrases.ts';

const { SENTENCE_MODEL_FOLDER: folder = '' } = process.env;
const title = folder === '' ? 'a real sentence model (skipped: SENTENCE_MODEL_FOLDER names no folder)' : 'a real sentence model';

describe.skipIf(folder === '')(title, () => {
  afterAll(() => onnxModels.close());

  it('finds a part of what says the same, and with the guard nothing that only has other numbers', async () => {
    const pairs = paraphrases();
    const { embedder } = await onnxModels.open({ name: 'real', folder });
    const { vectors } = await embedder.chat(embeddingRequest(pairs.flatMap(({ a, b }) => [a, b])), never);
    const scored = pairs.map((pair, index) => {
      const { nearest } = drained(compareAll(new VectorRows(vectors.slice(2 * index, 2 * index + 2)), { threshold: 1 }));
      return { ...pair, cosine: nearest[0]!, guarded: hasOtherNumbers(pair.a, pair.b) };
    });
    const at = (threshold: number, guard: boolean) => {
      const found = scored.filter(({ cosine, guarded }) => cosine >= threshold && !(guard && guarded));
      const right = found.filter(({ kind }) => kind === 'same').length;
      return {
        threshold,
        precision: right / found.length,
        recall: right / 100,
        numbers: found.filter(({ kind }) => kind === 'numbers').length,
      };
    };
    const table = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9].map((threshold) => ({
      ...at(threshold, true),
      unguarded: at(threshold, false).precision,
    }));
    const rows = table.map(
      (row) =>
        `${row.threshold}: precision ${row.precision.toFixed(2)} (${row.unguarded.toFixed(2)} without the guard), recall ${row.recall.toFixed(2)}`,
    );
    process.stdout.write(`${rows.join('\n')}\n`);
    for (const { numbers } of table) expect(numbers).toBe(0);
    expect(at(defaultThreshold, false).numbers).toBeGreaterThan(20);
    expect(at(defaultThreshold, true).precision).toBeGreaterThan(0.65);
    expect(at(defaultThreshold, true).recall).toBeGreaterThan(0.25);
    expect(at(0.65, true).recall).toBeGreaterThan(0.7);
  });
});

function drained<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
