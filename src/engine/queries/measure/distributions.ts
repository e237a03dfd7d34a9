/** Distributions of the fields of samples, gathered sample by sample. */
import { spacedWords } from '../../../core/quality/diversity/tokens.ts';
import { histogramOf } from '../../../core/quality/distributions/histogram.ts';
import { ValueCounter } from '../../../core/quality/distributions/value-counts.ts';
import { judgedScore } from '../../../core/quality/judgement.ts';
import { measuredText, type MeasuredPart } from '../../../core/quality/measured-text.ts';
import { writtenByModel } from '../../../core/dataset/written-by-model.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import { type Sample, sampleStatuses } from '../../../core/samples/sample.ts';
import { isEditedByHand } from '../../../core/samples/versions.ts';
import { shapeIds } from '../../../core/samples/shapes/index.ts';
import type { CountedSamples, Distribution } from '../../../protocol/results.ts';
import { countedBy, countedByIds, maxIds } from './counted.ts';

/** Values of a field of words that are listed; the rest are counted. */
const maxListed = 20;
/** Fields of samples that are gathered, beside those that every sample has. */
const maxFields = 60;

interface WordsGathered {
  readonly kind: 'words';
  readonly title: string;
  readonly counter: ValueCounter;
  having: number;
}

interface NumbersGathered {
  readonly kind: 'numbers';
  readonly title: string;
  readonly numbers: number[];
  /** Beside them, the places of the samples. */
  readonly places: number[];
}

export class DistributionTally {
  readonly #part: MeasuredPart;
  readonly #fields = new Map<string, WordsGathered | NumbersGathered>();
  readonly #passedOver = new Set<string>();
  #samples = 0;

  constructor(part: MeasuredPart) {
    this.#part = part;
  }

  add(sample: Sample, place: number): void {
    const { current, method, status, run } = sample;
    this.#samples++;
    this.#word('status', 'Status', status, place);
    this.#word('method', 'Method', method, place);
    this.#word('shape', 'Shape', current.content.shape, place);
    const { model } = writtenByModel(sample);
    if (model !== null) this.#word('writer', 'Writer', model, place);
    this.#word('edited', 'Edited by hand', isEditedByHand(current) ? 'yes' : 'no', place);
    this.#word('run', 'Run', run, place);
    const text = measuredText(current.content, this.#part);
    if (text.trim() !== '') this.#number('words', `Words of the ${partTitles[this.#part]}`, spacedWords(text).length, place);
    const judge = judgedScore(current);
    if (judge !== null) this.#number('judge', 'Judge’s score', judge, place);
    for (const [name, value] of Object.entries(current.fields ?? {})) {
      // Reasons are texts, of which each is another.
      if (name === 'judge' || name.endsWith('.reason')) continue;
      if (typeof value === 'number') this.#number(`fields.${name}`, name, value, place);
      else this.#word(`fields.${name}`, name, value, place);
    }
  }

  #word(field: string, title: string, value: string, place: number): void {
    const gathered = this.#gathered(field, 'words', title);
    if (gathered?.kind !== 'words') return;
    gathered.counter.add(value, place);
    gathered.having++;
  }

  #number(field: string, title: string, value: number, place: number): void {
    const gathered = this.#gathered(field, 'numbers', title);
    if (gathered?.kind !== 'numbers' || !Number.isFinite(value)) return;
    gathered.numbers.push(value);
    gathered.places.push(place);
  }

  #gathered(field: string, kind: 'words' | 'numbers', title: string) {
    // A field that holds numbers in some samples and words in others is two.
    const key = `${kind} ${field}`;
    const known = this.#fields.get(key);
    if (known !== undefined) return known;
    if (this.#fields.size >= maxFields) {
      this.#passedOver.add(title);
      return undefined;
    }
    const made: WordsGathered | NumbersGathered =
      kind === 'words' ? { kind, title, counter: new ValueCounter(maxIds), having: 0 } : { kind, title, numbers: [], places: [] };
    this.#fields.set(key, made);
    return made;
  }

  /** Names of fields beyond those that are gathered. */
  get passedOver(): readonly string[] {
    return [...this.#passedOver];
  }

  /** Yields after each field. @param ids of the samples, by their places @param base the filter that they passed */
  *result(ids: readonly string[], base: SampleFilter): Generator<undefined, Distribution[]> {
    const found: Distribution[] = [];
    for (const [key, gathered] of this.#fields) {
      const field = key.slice(gathered.kind.length + 1);
      const having = gathered.kind === 'words' ? gathered.having : gathered.numbers.length;
      const values = gathered.kind === 'words' ? wordsOf(field, gathered, ids, base) : numbersOf(field, gathered, ids, base);
      if (having > 0) found.push({ field, title: gathered.title, having, lacking: this.#samples - having, values });
      yield;
    }
    return found;
  }
}

function wordsOf(field: string, { counter }: WordsGathered, ids: readonly string[], base: SampleFilter): Distribution['values'] {
  const { values, rest } = counter.top(maxListed);
  const words = values.map(({ value, count, places }) => ({ value, counted: wordCounted(field, value, count, places, ids, base) }));
  return { kind: 'words', words, rest: { values: rest.values, samples: rest.count } };
}

export const partTitles: Readonly<Record<MeasuredPart, string>> = { question: 'question side', answer: 'answer', all: 'whole sample' };

function wordCounted(
  field: string,
  value: string,
  count: number,
  places: readonly number[],
  ids: readonly string[],
  base: SampleFilter,
): CountedSamples {
  const narrower = narrowing(field, value);
  if (narrower !== null) return countedBy(count, { ...base, ...narrower });
  return countedByIds(
    count,
    places.map((place) => ids[place]!),
  );
}

/** Filter that leaves the samples with this value of a field; null where no filter tells them from others. */
function narrowing(field: string, value: string): SampleFilter | null {
  const status = sampleStatuses.find((each) => each === value);
  const shape = shapeIds.find((each) => each === value);
  if (field === 'status' && status !== undefined) return { status: [status] };
  if (field === 'shape' && shape !== undefined) return { shape: [shape] };
  if (value === '') return null;
  if (field === 'method') return { method: value };
  if (field === 'run') return { run: value };
  if (field === 'writer') return { writer: value };
  if (field === 'edited') return { edited: value === 'yes' };
  return null;
}

function numbersOf(
  field: string,
  { numbers, places }: NumbersGathered,
  ids: readonly string[],
  base: SampleFilter,
): Distribution['values'] {
  const sorted = Float64Array.from(numbers).sort();
  const middle = (sorted.length - 1) / 2;
  return {
    kind: 'numbers',
    mean: numbers.reduce((sum, each) => sum + each, 0) / numbers.length,
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    least: sorted[0]!,
    most: sorted.at(-1)!,
    bins: histogramOf(numbers).map(({ from, to, places: held }) => {
      if (field !== 'judge' || held.length === 0) {
        const first = held.slice(0, maxIds).map((at) => ids[places[at]!]!);
        return { from, to, counted: countedByIds(held.length, first) };
      }
      // Bounds of a filter are both included, so that they are scores of this bin and not those between bins.
      const [min, max] = held.reduce(
        ([low, high], at) => [Math.min(low, numbers[at]!), Math.max(high, numbers[at]!)],
        [Infinity, -Infinity],
      );
      return { from, to, counted: countedBy(held.length, { ...base, judge: { min, max } }) };
    }),
  };
}
