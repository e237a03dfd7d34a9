/** Plan of a training mixture: what is repeated, and what is still to be made, so that each kind has its share of the budget. */
import { evidenceOn, harmlessEpochs, type KindEvidence, percent, shareWarnings, type MixtureShares } from './evidence.ts';
import { kindTraits, type MixtureKind, mixtureKinds } from './kinds.ts';
import { passesFor } from './repeat.ts';
import { askedShares, MixtureRefusal, sharesOf, suggestedShares, type TokensByKind } from './shares.ts';

/** Text of one kind that is there. */
export interface MixtureSource {
  readonly name: string;
  readonly kind: MixtureKind;
  /** Unique tokens, and the rows that they are in; null where nobody has counted the rows. */
  readonly tokens: number;
  readonly rows: number | null;
}

/** Experience with the samples of a kind, from which follows how many are to be made. */
export interface KindYield {
  /** Tokens of one sample, and what that is taken from. */
  readonly tokensPerSample: number;
  readonly lengthFrom: 'accepted' | 'pending' | 'usual';
  /** Share of decided samples that were accepted; null while too few were decided on. */
  readonly acceptance: number | null;
  /** Samples that wait for review. */
  readonly waiting: number;
}

export interface MixtureRequest {
  readonly sources: readonly MixtureSource[];
  readonly yields: Readonly<Record<MixtureKind, KindYield>>;
  /** Training tokens; undefined for natural text once, with its share of the rest. */
  readonly budget?: number | undefined;
  /** Percent by kind. */
  readonly shares?: Readonly<Partial<Record<MixtureKind, number>>> | undefined;
  /** Most passes, by kind or by the name of a source, which goes before. */
  readonly epochs?: Readonly<Record<string, number>> | undefined;
}

interface PlannedSource extends MixtureSource {
  /** Passes over it, and those that are allowed. */
  readonly epochs: number;
  readonly allowed: number;
}

/** Samples that are still to come. */
interface LackingSamples {
  /** Unique tokens that are lacking. */
  readonly tokens: number;
  /** Samples that have to be accepted for them. */
  readonly accepted: number;
  /** Those of them that may come from what waits for review. */
  readonly fromWaiting: number;
  /** Samples that have to be made, so that as many are accepted. */
  readonly samples: number;
}

interface KindOutline extends KindYield {
  readonly kind: MixtureKind;
  readonly title: string;
  /** Percent of the training tokens, and what is suggested. */
  readonly share: number;
  readonly suggested: number;
  readonly evidence: KindEvidence;
  /** Training tokens, and the unique ones that are there. */
  readonly tokens: number;
  readonly there: number;
  /** Passes that are allowed over it, unless over a source another number is. */
  readonly allowed: number;
  readonly sources: readonly PlannedSource[];
  /** Null where nothing is lacking, or no run makes it. */
  readonly make: LackingSamples | null;
  /** Training tokens that nothing there, and no run, gives. */
  readonly short: number;
  readonly warnings: readonly string[];
}

export interface MixtureOutline {
  readonly budget: number;
  readonly isBudgetGiven: boolean;
  readonly kinds: readonly KindOutline[];
  /** Warnings of the whole. */
  readonly warnings: readonly string[];
}

/** Passes that are allowed where nobody says: natural text may be repeated as often as does no harm, samples are gone through once. */
const usualEpochs = (kind: MixtureKind): number => (kind === 'natural' ? harmlessEpochs : 1);

/** @throws MixtureRefusal when there is nothing to mix, or what is asked for cannot be */
export function planMixture(request: MixtureRequest): MixtureOutline {
  const { sources, yields, epochs = {} } = request;
  const unknown = Object.keys(epochs).find((name) => !isKind(name) && !sources.some((source) => source.name === name));
  if (unknown !== undefined)
    throw new MixtureRefusal(
      `epochs of “${unknown}”: there is no such source; there are ${[...new Set([...sources.map(({ name }) => name), ...mixtureKinds])].join(', ')}`,
    );
  const there = sharesOf(
    Object.fromEntries(mixtureKinds.map((kind) => [kind, tokensOf(sources.filter((source) => source.kind === kind))])),
  );
  if (mixtureKinds.every((kind) => there[kind] === 0))
    throw new MixtureRefusal('there is nothing to mix: no document in the corpus, no accepted sample, no other source');
  const suggested = suggestedShares(there);
  const shares = askedShares(request.shares ?? {}, suggested);
  const budget = Math.round(request.budget ?? usualBudget(there, shares));
  const planned = mixtureKinds.map((kind) => {
    const allowed = epochs[kind] ?? usualEpochs(kind);
    const own = sources.filter((source) => source.kind === kind).map((source) => ({ ...source, allowed: epochs[source.name] ?? allowed }));
    const tokens = Math.round((shares[kind] / 100) * budget);
    return { kind, allowed, own, tokens, ...planKind(kind, tokens, { own, allowed }, yields[kind]) };
  });
  const isShort = planned.some(({ short }) => short > 0);
  const given = planned.reduce((sum, { tokens, short }) => sum + tokens - short, 0);
  const got = isShort
    ? Object.fromEntries(planned.map(({ kind, tokens, short }) => [kind, (100 * (tokens - short)) / Math.max(1, given)]))
    : shares;
  const told = shareWarnings(sharesOf(got), budget);
  const kinds = planned.map(({ own, ...each }) => ({
    ...each,
    title: kindTraits[each.kind].title,
    share: shares[each.kind],
    suggested: suggested[each.kind],
    evidence: evidenceOn(each.kind, budget),
    there: there[each.kind],
    warnings: [
      ...told.filter(({ kind }) => kind === each.kind).map(({ text }) => text),
      ...repetitionWarnings(each.sources),
      ...(each.short > 0 ? [shortWarning(each.short, own, shares[each.kind])] : []),
    ],
  }));
  return {
    budget,
    isBudgetGiven: request.budget !== undefined,
    kinds,
    warnings: [
      ...(isShort ? [sharesMissed(sharesOf(got), shares)] : []),
      ...told.filter(({ kind }) => kind === null).map(({ text }) => text),
    ],
  };
}

/** Tells what becomes of shares that the text there does not suffice for. */
function sharesMissed(got: MixtureShares, asked: MixtureShares): string {
  const differ = mixtureKinds.filter((kind) => percent(got[kind]) !== percent(asked[kind]));
  const told = differ.map((kind) => `${kind} comes to ${percent(got[kind])} in place of ${percent(asked[kind])}`);
  return `the text that is there does not suffice for this budget: ${told.join(', ') || 'the whole is smaller'}`;
}

/** Natural text once, in its share of the budget; without any, what is there once. */
function usualBudget(there: TokensByKind, shares: MixtureShares): number {
  if (shares.natural > 0 && there.natural > 0) return (100 * there.natural) / shares.natural;
  return mixtureKinds.reduce((sum, kind) => sum + there[kind], 0);
}

type OwnSource = MixtureSource & { readonly allowed: number };

function planKind(
  kind: MixtureKind,
  tokens: number,
  { own, allowed }: { readonly own: readonly OwnSource[]; readonly allowed: number },
  experience: KindYield,
): KindYield & Pick<KindOutline, 'sources' | 'make' | 'short'> {
  const { passes, lacking } = passesFor(
    own.map((source) => ({ tokens: source.tokens, epochs: source.allowed })),
    tokens,
  );
  const sources = own.map((source, at) => ({ ...source, epochs: passes[at]! }));
  if (lacking <= 0) return { ...experience, sources, make: null, short: 0 };
  if (kindTraits[kind].makes === null) return { ...experience, sources, make: null, short: Math.round(lacking) };
  // What is made is gone through as often as what is there.
  return { ...experience, sources, make: making(Math.ceil(lacking / allowed), experience), short: 0 };
}

function making(tokens: number, { tokensPerSample, acceptance, waiting }: KindYield): LackingSamples {
  const rate = Math.max(acceptance ?? 1, leastAcceptance);
  const accepted = Math.ceil(tokens / Math.max(1, tokensPerSample));
  const fromWaiting = Math.min(accepted, Math.floor(waiting * rate));
  return { tokens, accepted, fromWaiting, samples: Math.ceil((accepted - fromWaiting) / rate) };
}

/** Nothing follows from a kind of which hardly anything was accepted, but that it should be looked at. */
const leastAcceptance = 0.05;

export const repetitionWarnings = (sources: readonly Pick<PlannedSource, 'name' | 'epochs'>[]): string[] =>
  sources
    .filter(({ epochs }) => epochs > harmlessEpochs)
    .map(
      ({ name, epochs }) =>
        `“${name}” is gone through ${Number(epochs.toFixed(1))} times: from ${harmlessEpochs} passes on, repeated text is worth less and less (arXiv 2305.16264)`,
    );

function shortWarning(short: number, own: readonly OwnSource[], share: number): string {
  const most = own.reduce((sum, { tokens, allowed }) => sum + tokens * allowed, 0);
  const lacks = `${Math.round(short).toLocaleString('en')} tokens are lacking`;
  if (most === 0) return `${lacks}: there is none of it`;
  const largest = Math.floor((100 * most) / share);
  return `${lacks}: what is there, repeated as often as it may be, gives ${percent(share)} of a budget of ${largest.toLocaleString('en')} tokens; add a source, or allow more passes`;
}

const isKind = (name: string): boolean => mixtureKinds.some((kind) => kind === name);

const tokensOf = (sources: readonly MixtureSource[]): number => sources.reduce((sum, { tokens }) => sum + tokens, 0);
