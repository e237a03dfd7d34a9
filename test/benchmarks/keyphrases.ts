/**
 * Key phrases against the terms that a textbook's authors marked: precision, recall and F1 at 10 and 20 per page, mean
 * over pages, beside plain TF-IDF n-grams and RAKE on the same input. The weights of ours were fitted on the pages of
 * the "fitted" half alone; "held out" is the other half. Exit code 1 when ours is not clearly ahead there.
 */
import { rankKeyphrases, selectKeyphrases } from '../../src/offline/keyphrases.ts';
import { createCorpusStatistics } from '../../src/offline/statistics.ts';
import { rake, tfIdf, type Ranker } from './keyphrases/baselines.ts';
import { corpusFolder, halvesOf, phraseIdentity, readPages, type Page } from './keyphrases/gold.ts';

interface Scores {
  precision: number;
  recall: number;
  f1: number;
}

/** How far ahead of the better baseline ours must be on the pages it was not fitted on. */
const leadInF1 = 1.25;

function scoresAt(count: number, pages: readonly Page[], ranked: ReadonlyMap<Page, readonly string[]>): Scores {
  const sum: Scores = { precision: 0, recall: 0, f1: 0 };
  for (const page of pages) {
    const hits = (ranked.get(page) ?? []).slice(0, count).filter((key) => page.gold.has(key)).length;
    const precision = hits / count;
    const recall = hits / page.gold.size;
    sum.precision += precision / pages.length;
    sum.recall += recall / pages.length;
    if (hits > 0) sum.f1 += (2 * precision * recall) / (precision + recall) / pages.length;
  }
  return sum;
}

function run(corpus: readonly Page[]): void {
  const { fitted, heldOut } = halvesOf(corpus);
  const pages = [...fitted, ...heldOut];
  const halves = { fitted, 'held out': heldOut };

  const begun = performance.now();
  const statistics = createCorpusStatistics();
  for (const page of corpus) for (const passage of page.passages) statistics.add(passage);
  const counted = performance.now();
  const ours: Ranker = (page) => selectKeyphrases(rankKeyphrases(page.passages, statistics), 30).map(({ label }) => label);
  const systems: Record<string, Ranker> = { ours, 'TF-IDF 1–3-grams': tfIdf(corpus), RAKE: rake };

  const characters = corpus.reduce((sum, page) => sum + page.passages.reduce((length, { text }) => length + text.length, 0), 0);
  console.log(
    `${corpus.length} pages, ${(characters / 1e6).toFixed(2)} million characters; ${pages.length} pages have ` +
      `${pages.reduce((sum, { gold }) => sum + gold.size, 0)} terms; statistics in ${((counted - begun) / 1000).toFixed(1)} s`,
  );
  const f1 = new Map<string, number>();
  const table: Record<string, string | number>[] = [];
  for (const [system, ranker] of Object.entries(systems)) {
    const from = performance.now();
    const ranked = new Map(pages.map((page) => [page, [...new Set(ranker(page).slice(0, 40).map(phraseIdentity))]]));
    const seconds = (performance.now() - from) / 1000;
    for (const [half, members] of Object.entries(halves)) {
      for (const count of [10, 20]) {
        const scores = scoresAt(count, members, ranked);
        f1.set(`${system} ${half} ${count}`, scores.f1);
        const [precision, recall, mean] = [scores.precision, scores.recall, scores.f1].map((value) => value.toFixed(3));
        table.push({
          system,
          pages: `${half} (${members.length})`,
          at: count,
          precision: precision!,
          recall: recall!,
          F1: mean!,
          seconds: seconds.toFixed(1),
        });
      }
    }
  }
  console.table(table);
  for (const count of [10, 20]) {
    const own = f1.get(`ours held out ${count}`)!;
    const other = Math.max(f1.get(`TF-IDF 1–3-grams held out ${count}`)!, f1.get(`RAKE held out ${count}`)!);
    console.log(
      `held out, at ${count}: F1 is ${(own / other).toFixed(2)} times that of the better baseline (at least ${leadInF1} asked for)`,
    );
    if (own < leadInF1 * other) process.exitCode = 1;
  }
}

const corpus = readPages(corpusFolder);
if (corpus === undefined) console.log(`Skipped: the corpus with marked terms is not there (${corpusFolder}).`);
else run(corpus);
