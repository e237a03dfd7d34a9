import { phraseIdentity, type Page } from './gold.ts';

/** Phrases of a page, best first. */
export type Ranker = (page: Page) => string[];

const stopWords = new Set(
  `a about above across after again against all almost along already also although always am among an and another any anything are around as
  at away back be became because become been before behind being below between both but by came can cannot come could did do does doing done
  down due during each either else enough even ever every few first for from further gave get give given go goes going gone got had has have
  having he hence her here hers him his how however i if in indeed instead into is it its itself just keep kept know known last least less let
  like made make many may me might more moreover most much must my namely near need never next no nor not nothing now of off often on once
  one only onto or other others our out over own per perhaps put rather said same say see seem seen several shall she should show shown
  since so some something still such take taken than that the their them themselves then there therefore these they this those though three
  through thus to together too toward two under until up upon us use used using very via was way we well went were what when where whether
  which while who whom whose why will with within without would yet you your`.split(/\s+/),
);

/** Runs of words without punctuation or stop words between them, in lower case. */
function contentRuns(page: Page): string[][] {
  const text = [page.passages[0]?.title ?? '', ...page.passages.map((passage) => passage.text)]
    .join('\n')
    .toLowerCase()
    .replaceAll('’', "'");
  const runs: string[][] = [];
  for (const clause of text.split(/[^\p{L}\p{M}\p{N}\s'-]+|\n+/u)) {
    let run: string[] = [];
    for (const word of clause.split(/\s+/)) {
      if (/^\p{L}[\p{L}\p{M}\p{N}'-]+$/u.test(word) && !stopWords.has(word)) {
        run.push(word);
      } else {
        if (run.length > 0) runs.push(run);
        run = [];
      }
    }
    if (run.length > 0) runs.push(run);
  }
  return runs;
}

function nGrams(run: readonly string[], longest: number): string[] {
  const grams: string[] = [];
  for (let from = 0; from < run.length; from += 1)
    for (let to = from + 1; to <= Math.min(run.length, from + longest); to += 1) grams.push(phraseIdentity(run.slice(from, to).join(' ')));
  return grams;
}

const best = (scores: ReadonlyMap<string, number>): string[] =>
  [...scores].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)).map(([phrase]) => phrase);

/** Plain TF-IDF over word 1- to 3-grams without stop words; document frequencies over the same pages. */
export function tfIdf(pages: readonly Page[]): Ranker {
  const frequency = new Map<string, number>();
  for (const page of pages) {
    for (const gram of new Set(contentRuns(page).flatMap((run) => nGrams(run, 3)))) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  }
  return (page) => {
    const counts = new Map<string, number>();
    for (const gram of contentRuns(page).flatMap((run) => nGrams(run, 3))) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    return best(new Map([...counts].map(([gram, count]) => [gram, count * Math.log(pages.length / (frequency.get(gram) ?? 1))])));
  };
}

/**
 * RAKE (Rose, Engel, Cramer & Cowley 2010): content runs scored by the sum of degree/frequency of their words. Runs are
 * at most three words here, as the terms mostly are; without that limit it does far worse.
 */
export const rake: Ranker = (page) => {
  const runs = contentRuns(page).filter((run) => run.length <= 3);
  const frequency = new Map<string, number>();
  const degree = new Map<string, number>();
  for (const run of runs) {
    for (const word of run) {
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
      degree.set(word, (degree.get(word) ?? 0) + run.length);
    }
  }
  const scores = new Map<string, number>();
  for (const run of runs) {
    const score = run.reduce((sum, word) => sum + (degree.get(word) ?? 0) / (frequency.get(word) ?? 1), 0);
    scores.set(phraseIdentity(run.join(' ')), score);
  }
  return best(scores);
};
