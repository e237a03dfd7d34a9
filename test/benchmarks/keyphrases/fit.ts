/**
 * Fits the weights in src/offline/keyphrases.ts on the "fitted" half of the marked pages and prints them:
 * `node test/benchmarks/keyphrases/fit.ts`. Logistic regression, a little L2, full-batch AdaGrad; deterministic.
 */
import { createCorpusStatistics } from '../../../src/offline/statistics.ts';
import { measureKeyphrases, type Features } from '../../../src/offline/keyphrases.ts';
import { corpusFolder, halvesOf, phraseIdentity, readPages } from './gold.ts';

const rounds = 400;
const corpus = readPages(corpusFolder);
if (corpus === undefined) {
  console.log(`Skipped: the corpus with marked terms is not there (${corpusFolder}).`);
} else {
  const statistics = createCorpusStatistics();
  for (const page of corpus) for (const passage of page.passages) statistics.add(passage);
  const rows = halvesOf(corpus).fitted.flatMap((page) =>
    measureKeyphrases(page.passages, statistics).map(({ phrase, features }) => ({
      features,
      isGold: page.gold.has(phraseIdentity(phrase.label)) ? 1 : 0,
    })),
  );
  const names = [...new Set(rows.flatMap(({ features }) => Object.keys(features)))] as (keyof Features)[];
  const matrix = rows.map(({ features }) => names.map((name) => features[name] ?? 0));
  const means = names.map((_, column) => matrix.reduce((sum, row) => sum + row[column]!, 0) / matrix.length);
  const deviations = names.map(
    (_, column) => Math.sqrt(matrix.reduce((sum, row) => sum + (row[column]! - means[column]!) ** 2, 0) / matrix.length) || 1,
  );
  // Columns of mean 0 and unit variance, and a last one for the bias.
  const inputs = matrix.map((row) => [...row.map((value, column) => (value - means[column]!) / deviations[column]!), 1]);
  const weights = new Float64Array(names.length + 1);
  weights[names.length] = -4;
  const squares = new Float64Array(names.length + 1).fill(1e-8);
  for (let round = 0; round < rounds; round += 1) {
    const gradient = new Float64Array(weights.length);
    for (const [index, row] of inputs.entries()) {
      const sum = row.reduce((total, value, column) => total + value * weights[column]!, 0);
      const error = 1 / (1 + Math.exp(-sum)) - rows[index]!.isGold;
      for (const [column, value] of row.entries()) gradient[column]! += error * value;
    }
    for (const column of weights.keys()) {
      const slope = (100 * gradient[column]!) / rows.length + (column < names.length ? 0.02 * weights[column]! : 0);
      squares[column]! += slope * slope;
      weights[column]! -= (0.5 * slope) / Math.sqrt(squares[column]!);
    }
  }
  for (const [column, name] of names.entries()) console.log(`${name}: ${(weights[column]! / deviations[column]!).toFixed(2)}`);
  console.log(
    `bias: ${weights.at(-1)!.toFixed(2)}   (${rows.length} candidates, ${rows.filter(({ isGold }) => isGold === 1).length} terms)`,
  );
}
