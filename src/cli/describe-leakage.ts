import type { EngineResult } from '../protocol/engine.ts';

type LeakageResult = EngineResult<'quality/leakage'>;

/** Samples told of, words of each, and lines named; --json has all. */
const [mostSamples, mostWords, mostLines] = [20, 90, 8];

const number = (count: number): string => count.toLocaleString('en-US');
const counted = (count: number, what: string): string => `${number(count)} ${what}${count === 1 ? '' : 's'}`;
/** Cut and not rounded: 100 % is said of all alone. */
const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** A few lines: what was looked at, each benchmark, and the samples with the most of an item. */
export function describeLeakage({ looked, leaked, flagged, ngram, share, benchmarks, samples }: LeakageResult): string {
  const shown = samples.slice(0, mostSamples);
  const rest = samples.length - shown.length;
  return [
    `${counted(looked, 'sample')} looked at: ${number(leaked)} leaked (more than ${percent(share)} of an item), ${number(flagged)} flagged (${ngram} words in a row)`,
    ...benchmarks.flatMap(describeBenchmark),
    ...shown.map(describeHit),
    ...(rest > 0 ? [`${counted(rest, 'more sample')}; --json has all`] : []),
  ].join('\n');
}

function describeBenchmark({
  file,
  items,
  tooShort,
  fields,
  passedOver,
  leaked,
  flagged,
  leakedItems,
  coverage,
}: LeakageResult['benchmarks'][number]) {
  const from = fields.map(({ name, count }) => (fields.length === 1 ? name : `${name} (${number(count)})`)).join(', ');
  const itself = `${file}: ${counted(items, 'item')} by ${from}, ${number(leakedItems)} leaked (${percent(coverage)}), in ${counted(leaked, 'sample')}; ${number(flagged)} more flagged`;
  return [
    itself,
    ...(tooShort.count > 0 ? [`  ${number(tooShort.count)} too short to be looked for: ${linesOf(tooShort)}`] : []),
    ...passedOver.map(({ reason, ...rows }) => `  ${number(rows.count)} passed over, each ${reason}: ${linesOf(rows)}`),
  ];
}

function linesOf({ count, lines }: { readonly count: number; readonly lines: readonly number[] }): string {
  const named = lines.slice(0, mostLines);
  return `${count === 1 ? 'line' : 'lines'} ${named.join(', ')}${count > named.length ? ', …' : ''}`;
}

function describeHit({ sample, status, verdict, hits, more }: LeakageResult['samples'][number]): string {
  const [hit] = hits;
  const others = hits.length - 1 + more;
  const words = hit!.ngram.replace(/\s+/g, ' ');
  const ngram = words.length > mostWords ? `${words.slice(0, mostWords - 1)}…` : words;
  const besides = others > 0 ? `, and ${counted(others, 'more item')}` : '';
  return `${verdict}  ${sample} (${status}) ${hit!.part}: ${percent(hit!.share)} of ${hit!.file}:${hit!.line}${besides}: “${ngram}”`;
}
