import type { Distribution, MeasureFigures, MethodSimilarity, QualityResult, WordComparison } from '../protocol/results.ts';

/** Sets whose figures stand side by side; of more, those that follow stand below. */
const maxColumns = 4;
/** Values, bins and names that are told of a list; `--json` has all. */
const maxTold = 8;

/** The figures of `loom measure` in short tables. */
export function describeQuality(result: QualityResult): string {
  const { counted, part, sets, otherGroups, measures, rounds, distributions, coverage, unigrams, similarity } = result;
  const sections = [
    [`${number(counted.samples)} samples${counted.line === null ? '' : ` (${counted.line})`}, measured: ${part}`],
    ['Sets', ...table([['', '', 'texts', 'words/text', 'tokens/draw', ''], ...sets.map(setRow)]), ...describeOthers(otherGroups)],
    ...tables(measures, sets.length, rounds),
    ['Distributions', ...distributions.flatMap(describeDistribution)],
    ['Coverage', ...describeCoverage(coverage)],
    ['Words of the samples as training texts', ...unigrams.flatMap(describeWords)],
    ...(similarity.length === 0 ? [] : [['Similarity of questions of one document', ...similarity.flatMap(describeSimilarity)]]),
    [
      ...result.passedOver.map(
        ({ reason, count, lines }) =>
          `passed over: ${number(count)} ${count === 1 ? 'line' : 'lines'}: ${reason} (${lines.slice(0, 5).join(', ')})`,
      ),
      ...result.leftOut.map(({ what, reason }) => `left out: ${what}: ${reason}`),
      ...result.notes.map((note) => `note: ${note}`),
    ],
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function setRow({ title, texts, meanWords, drawTokens, tooSmall }: QualityResult['sets'][number], at: number): string[] {
  const words = meanWords === null ? '–' : meanWords.toFixed(1);
  return [letter(at), title, number(texts), words, drawTokens === null ? '–' : number(Math.round(drawTokens)), tooSmall ?? ''];
}

const describeOthers = ({ groups, samples }: QualityResult['otherGroups']): string[] =>
  groups === 0 ? [] : [`  ${number(groups)} smaller groups with ${number(samples)} samples are not measured`];

/** Measures as rows, sets as columns. */
function tables(measures: readonly MeasureFigures[], sets: number, rounds: number): string[][] {
  const [first] = measures;
  if (first === undefined) return [];
  const found: string[][] = [];
  for (let from = 0; from < sets; from += maxColumns) {
    const columns = Array.from({ length: Math.min(maxColumns, sets - from) }, (_, index) => from + index);
    const rows = measures.map(({ title, size, higher, figures }) => [
      size === first.size ? title : `${title} (of ${size})`,
      ...columns.map((at) => figure(figures[at] ?? null)),
      higher === 'neither' ? '' : `higher: ${higher}`,
    ]);
    found.push([
      `Diversity: mean ± its standard error (deviation of one draw), ${rounds} draws of ${number(first.size)} texts`,
      ...table([['', ...columns.map(letter), ''], ...rows]),
    ]);
  }
  return found;
}

const figure = (spread: MeasureFigures['figures'][number]): string =>
  spread === null ? '–' : `${digits(spread.mean)} ±${digits(spread.standardError)} (${digits(spread.deviation)})`;

function describeDistribution({ title, having, lacking, values }: Distribution): string[] {
  const some = lacking === 0 ? '' : `; ${number(lacking)} without`;
  if (values.kind === 'words') {
    const told = values.words.slice(0, maxTold).map(({ value, counted }) => `${shortened(value)} ${number(counted.samples)}`);
    const others = having - values.words.slice(0, maxTold).reduce((sum, { counted }) => sum + counted.samples, 0);
    return [`  ${title}: ${told.join(', ')}${others === 0 ? '' : `, others ${number(others)}`}${some}`];
  }
  const { mean, median, least, most, bins } = values;
  return [
    `  ${title}: mean ${digits(mean)}, median ${digits(median)}, ${digits(least)} to ${digits(most)}${some}`,
    ...bars(bins.map(({ from, to, counted }) => ({ from, to, count: counted.samples }))),
  ];
}

function describeCoverage({ topics, concepts, edges, without, leastTopics, leastConcepts }: QualityResult['coverage']): string[] {
  const row = (what: string, { covered, total }: { covered: number; total: number }, least = ''): string[] => [
    what,
    `${least}${number(covered)} of ${number(total)}`,
    total === 0 ? '' : percent(covered / total),
  ];
  return [
    ...table([row('topics', topics), row('key concepts', concepts), row('edges', edges, edges.isExact ? '' : 'at least ')]),
    ...(without === 0 ? [] : [`  ${number(without)} samples have nothing of the graph as it is now in their sets`]),
    ...describeLeast('topics', leastTopics),
    ...describeLeast('key concepts', leastConcepts),
  ];
}

function describeLeast(what: string, least: QualityResult['coverage']['leastTopics']): string[] {
  const told = least.slice(0, maxTold).map(({ label, frequency, counted }) => `${label} (${counted.samples}, in ${frequency} units)`);
  return told.length === 0 ? [] : [`  ${what} with the fewest samples: ${told.join(', ')}`];
}

function describeWords({ test, train, typeCoverage, tokenCoverage, divergence, smoothing, most, functionWords }: WordComparison): string[] {
  if (typeCoverage === null || tokenCoverage === null) return [`  ${test.what} has no words`];
  const kl =
    divergence === null
      ? 'no KL: the samples have no words'
      : `KL(test‖samples) ${digits(divergence)} nats, both smoothed with α = ${smoothing}`;
  const words = most.slice(0, maxTold).map(({ word, test: there, train: here }) => `${word} (${number(there)} : ${number(here)})`);
  return [
    `  ${test.what} (${number(test.words)} words, ${number(test.types)} distinct) against ${train.what} (${number(train.words)}, ${number(train.types)})`,
    `    ${percent(typeCoverage)} of its distinct words, ${percent(tokenCoverage)} of its words are in the samples; ${kl}`,
    ...(words.length === 0
      ? []
      : [`    words that add most to it (there : here): ${words.join(', ')}${describeFunctionWords(functionWords)}`]),
  ];
}

function describeFunctionWords({ languages, words, adds }: WordComparison['functionWords']): string {
  if (words === 0) return '';
  const what = languages.length === 0 ? 'numbers' : `function words and numbers (${languages.join(', ')})`;
  return `; and ${number(words)} ${what}, that add ${digits(adds)}`;
}

function describeSimilarity({ title, documents, pairs, mean, bins }: MethodSimilarity): string[] {
  const first = bins.findIndex((bin) => bin.pairs > 0);
  const last = bins.findLastIndex((bin) => bin.pairs > 0);
  return [
    `  ${title}: mean cosine ${digits(mean)} of ${number(pairs)} pairs in ${number(documents)} documents`,
    ...bars(bins.slice(first, last + 1).map((bin) => ({ ...bin, count: bin.pairs }))),
  ];
}

function bars(bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]): string[] {
  const highest = bins.reduce((max, { count }) => Math.max(max, count), 1);
  const rows = bins.map(({ from, to, count }) => [
    `${from}–${to}`,
    `${'█'.repeat(Math.ceil((24 * count) / highest))} ${count === 0 ? '' : number(count)}`,
  ]);
  return table(rows).map((row) => `  ${row}`);
}

/** Columns as wide as their widest cell: the first two to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => rows.reduce((widest, row) => Math.max(widest, row[column]!.length), 0));
  const isText = widths.map((_, column) => rows.every((row) => !/^[\d–]/.test(row[column]!)) || column === 0);
  return rows.map((row) => {
    const cells = row.map((cell, column) => (isText[column] === true ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)));
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

const letter = (at: number): string => String.fromCharCode(65 + at);
const number = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
/** Three decimals, fewer for what is large. */
const digits = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3);
