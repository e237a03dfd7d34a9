/**
 * Splits that leak nothing: what two samples of different sides rest on are different documents, and neither says nearly what the
 * other says. Samples that share documents or are near-duplicates hang together; whatever hangs together goes to one side, as long as
 * the shares can be met so. Where nearly everything hangs together, documents are parted and samples that rest on both sides are left out.
 */
import { DisjointSets } from '../../disjoint-sets.ts';
import { RandomStream } from '../../graph/random.ts';
import { type Bundles, bundlesOf, type TwinPair } from './bundles.ts';
import { partOff } from './part-off.ts';
import type { SplitShare } from './shares.ts';
import { documentsOf, type SampleSources } from './sources.ts';

/** Side of a sample that has a document on another side, and of one that says nearly what one of another side says. */
export const crossing = -1;
export const twinOfOther = -2;

export interface Assignment {
  /** Number of the share of each sample; `crossing` or `twinOfOther` for those left out. */
  readonly sides: Int8Array;
  /** Number of the share of each document; of those that no sample is left of, too. */
  readonly documents: Int8Array;
}

/** Most of all samples that are left out for being on two sides. */
const mostCrossing = 0.2;

/** Samples, bundles or documents between which others get a turn. */
const stepsAtOnce = 8192;

/** A share that is given less than this part of what it asks for is short. */
const enough = 0.5;

/** Bundles that hang together by their documents. */
interface Component {
  readonly documents: readonly number[];
  readonly bundles: readonly number[];
  readonly samples: number;
  /** Decides among components of one size; drawn by the seed. */
  readonly tie: number;
}

/**
 * @param twins near-duplicates among the samples, by number
 * @param seed decides among what is as good
 * @returns the sides; yields now and then, so that others get a turn
 */
export function* assignSplits(
  sources: SampleSources,
  twins: readonly TwinPair[],
  shares: readonly SplitShare[],
  seed: number,
): Generator<undefined, Assignment> {
  const bundles = yield* bundlesOf(sources, twins);
  const components = yield* componentsOf(sources, bundles, seed);
  yield;
  const quotas = shares.map(({ percent }) => (percent / 100) * sources.samples);
  const main = quotas.indexOf(quotas.reduce((most, each) => Math.max(most, each)));
  const filled = fill(components, quotas);
  const documents = new Int8Array(sources.documents.length).fill(main);
  const bundleSides = new Int8Array(bundles.count);
  for (const [at, { documents: of, bundles: held }] of components.entries()) {
    for (const document of of) documents[document] = filled.sides[at]!;
    for (const bundle of held) bundleSides[bundle] = filled.sides[at]!;
  }
  yield;
  const [largest] = components;
  const short = [...quotas.keys()].filter((side) => side !== main && filled.counts[side]! < enough * quotas[side]!);
  for (const side of short) {
    if (largest === undefined) break;
    const wanted = quotas[side]! - filled.counts[side]!;
    const free = largest.documents.filter((document) => documents[document] === filled.sides[0]);
    for (const document of yield* partOff(bundles, free, documents, wanted, (mostCrossing * sources.samples) / short.length, seed))
      documents[document] = side;
  }
  yield;
  return { sides: yield* sidesOf(sources, bundles, bundleSides, documents, main), documents };
}

function* componentsOf(sources: SampleSources, bundles: Bundles, seed: number): Generator<undefined, Component[]> {
  const total = sources.documents.length;
  const sets = new DisjointSets(total);
  const { starts, documents } = bundles;
  for (let bundle = 0; bundle < bundles.count; bundle++) {
    if (bundle % stepsAtOnce === 0) yield;
    for (let at = starts[bundle]! + 1; at < starts[bundle + 1]!; at++) sets.join(documents[at - 1]!, documents[at]!);
  }
  const byRoot = new Map<number, { documents: number[]; bundles: number[]; samples: number }>();
  const componentAt = (root: number) => {
    const known = byRoot.get(root) ?? { documents: [], bundles: [], samples: 0 };
    byRoot.set(root, known);
    return known;
  };
  for (let document = 0; document < total; document++) {
    if (document % stepsAtOnce === 0) yield;
    componentAt(sets.rootOf(document)).documents.push(document);
  }
  for (let bundle = 0; bundle < bundles.count; bundle++) {
    if (bundle % stepsAtOnce === 0) yield;
    const first = starts[bundle]!;
    // One without documents hangs together with nothing; its number is beyond those of documents.
    const component = componentAt(first === starts[bundle + 1] ? total + bundle : sets.rootOf(documents[first]!));
    component.bundles.push(bundle);
    component.samples += bundles.sizes[bundle]!;
  }
  const random = new RandomStream();
  const components: Component[] = [];
  for (const [root, component] of byRoot) {
    if (components.length % stepsAtOnce === 0) yield;
    components.push({ ...component, tie: random.restart(seed, 0, sources.documents[root] ?? String(root)).float() });
  }
  yield;
  return components.sort((a, b) => b.samples - a.samples || a.tie - b.tie);
}

/** The largest first, each to the share that lacks the most; then to a share that has nothing the smallest that another can spare. */
function fill(components: readonly Component[], quotas: readonly number[]): { sides: number[]; counts: number[] } {
  const counts = quotas.map(() => 0);
  const held = quotas.map(() => 0);
  const lacks = (side: number): number => quotas[side]! - counts[side]!;
  const sides = components.map(({ samples }) => {
    let best = 0;
    for (const side of quotas.keys()) if (lacks(side) > lacks(best)) best = side;
    counts[best]! += samples;
    held[best]!++;
    return best;
  });
  for (const side of quotas.keys()) {
    if (held[side] !== 0) continue;
    const spare = components.findLastIndex(({ samples }, at) => samples > 0 && held[sides[at]!]! > 1);
    if (spare === -1) continue;
    const { samples } = components[spare]!;
    counts[sides[spare]!]! -= samples;
    held[sides[spare]!]!--;
    sides[spare] = side;
    counts[side]! += samples;
    held[side] = 1;
  }
  return { sides, counts };
}

/** Sides of samples by those of documents; of a bundle that rests on several, those wholly on the main side stay there. */
function* sidesOf(
  sources: SampleSources,
  { of, starts, documents: held }: Bundles,
  undocumented: Int8Array,
  documents: Int8Array,
  main: number,
): Generator<undefined, Int8Array> {
  const commonSide = (list: Int32Array): number | null => {
    const [first] = list;
    if (first === undefined) return null;
    return list.every((document) => documents[document] === documents[first]) ? documents[first]! : crossing;
  };
  const ownSide = (sample: number): number => {
    const own = commonSide(documentsOf(sources, sample)) ?? main;
    return own === crossing || own === main ? own : twinOfOther;
  };
  const sides = new Int8Array(sources.samples);
  for (let sample = 0; sample < sources.samples; sample++) {
    if (sample % stepsAtOnce === 0) yield;
    const bundle = of[sample]!;
    const whole = commonSide(held.subarray(starts[bundle], starts[bundle + 1])) ?? undocumented[bundle]!;
    sides[sample] = whole === crossing ? ownSide(sample) : whole;
  }
  return sides;
}
