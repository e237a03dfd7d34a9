/** Samples that must be on one side because they say nearly the same, with the documents of all of them. */
import { DisjointSets } from '../../disjoint-sets.ts';
import { documentsOf, type SampleSources } from './sources.ts';

/** Samples between which others get a turn. */
const stepsAtOnce = 8192;

/** Two samples, by number, that are near-duplicates. */
export interface TwinPair {
  readonly a: number;
  readonly b: number;
}

/** Groups of samples that near-duplicates lead through; most samples are a bundle by themselves. */
export interface Bundles {
  readonly count: number;
  /** Bundle of each sample. */
  readonly of: Int32Array;
  /** Number of samples of each. */
  readonly sizes: Int32Array;
  /** Documents of bundle `n`: `documents[starts[n]]` up to `documents[starts[n + 1]]`, none twice. */
  readonly starts: Int32Array;
  readonly documents: Int32Array;
}

/** @returns the groups; yields now and then, so that others get a turn */
export function* bundlesOf(sources: SampleSources, twins: readonly TwinPair[]): Generator<undefined, Bundles> {
  const { samples } = sources;
  const sets = new DisjointSets(samples);
  for (const { a, b } of twins) sets.join(a, b);
  const of = new Int32Array(samples);
  let count = 0;
  for (let sample = 0; sample < samples; sample++) {
    if (sample % stepsAtOnce === 0) yield;
    const root = sets.rootOf(sample);
    // The least of a set comes first, and has its number by now.
    of[sample] = root === sample ? count++ : of[root]!;
  }
  const sizes = new Int32Array(count);
  const many = new Map<number, Set<number>>();
  for (let sample = 0; sample < samples; sample++) sizes[of[sample]!]!++;
  for (let sample = 0; sample < samples; sample++) {
    if (sample % stepsAtOnce === 0) yield;
    const bundle = of[sample]!;
    if (sizes[bundle] === 1) continue;
    const known = many.get(bundle) ?? new Set<number>();
    many.set(bundle, known);
    for (const document of documentsOf(sources, sample)) known.add(document);
  }
  const starts = new Int32Array(count + 1);
  const documents: number[] = [];
  for (let sample = 0, next = 0; sample < samples; sample++) {
    if (sample % stepsAtOnce === 0) yield;
    const bundle = of[sample]!;
    if (bundle !== next) continue;
    for (const document of many.get(bundle) ?? documentsOf(sources, sample)) documents.push(document);
    starts[++next] = documents.length;
  }
  return { count, of, sizes, starts, documents: Int32Array.from(documents) };
}
