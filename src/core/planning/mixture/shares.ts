/** Shares of a mixture: those that the evidence suggests for what is there, and those that a person asks for. */
import { goodRephrased, mostTextbook, percent, type MixtureShares } from './evidence.ts';
import { byKind, type MixtureKind, mixtureKinds, type SyntheticKind } from './kinds.ts';

/** Shares, or a budget, that cannot be; the message says what to change. */
export class MixtureRefusal extends Error {}

/** Unique tokens that are there, by kind. */
export type TokensByKind = Readonly<Record<MixtureKind, number>>;

/** Shares are told to so many percent. */
const grain = 0.1;
const rounded = (share: number): number => Math.round(share / grain) * grain;
const tidy = (share: number): number => Number(share.toFixed(6));

/** Kinds in which a passage is written anew. */
const rephrased: readonly SyntheticKind[] = ['hq', 'qa'];
/** Kinds that the evidence has a share for, with the most that is suggested of each. */
const mostSuggested: readonly (readonly [SyntheticKind, number])[] = [
  ['textbook', mostTextbook],
  ['persona', goodRephrased],
];
const synthetic = mixtureKinds.filter((kind): kind is SyntheticKind => kind !== 'natural');

/**
 * Suggests natural text, all of it once, and beside it 30 % of synthetic text (arXiv 2510.01631): what was accepted of kinds that
 * something was published on, as far as there is room for it, and for the rest rephrased text, in the style that most of it has.
 * @returns percent, 100 in all; without natural text, what was accepted in its own proportions
 */
export function suggestedShares(there: TokensByKind): MixtureShares {
  if (there.natural === 0) {
    const all = tokensOf(there, synthetic) || 1;
    return completed(Object.fromEntries(synthetic.map((kind) => [kind, (100 * there[kind]) / all])));
  }
  const room = (goodRephrased / (100 - goodRephrased)) * there.natural;
  const whole = there.natural + room;
  const wanted = new Map<SyntheticKind, number>([
    ...rephrased.map((kind) => [kind, there[kind]] as const),
    ...mostSuggested.map(([kind, most]) => [kind, Math.min(there[kind], (most / 100) * whole)] as const),
  ]);
  const all = [...wanted.values()].reduce((sum, tokens) => sum + tokens, 0);
  const scale = Math.min(1, room / Math.max(1, all));
  const main: SyntheticKind = there.qa > there.hq ? 'qa' : 'hq';
  const left = Math.max(0, room - scale * all);
  return completed(
    Object.fromEntries([...wanted].map(([kind, tokens]) => [kind, (100 * (scale * tokens + (kind === main ? left : 0))) / whole])),
  );
}

const tokensOf = (there: TokensByKind, kinds: readonly MixtureKind[]): number => kinds.reduce((sum, kind) => sum + there[kind], 0);

/** Rounds, and gives what is left of 100 to natural text; without any of it asked for, to the largest kind. */
function completed(shares: Partial<Record<MixtureKind, number>>): MixtureShares {
  const parts = mixtureKinds.map((kind) => [kind, kind === 'natural' ? 0 : rounded(shares[kind] ?? 0)] as const);
  const rest = 100 - parts.reduce((sum, [, share]) => sum + share, 0);
  const largest = parts.reduce((most, part) => (part[1] > most[1] ? part : most), parts[0]!)[0];
  const taker: MixtureKind = rest > 1 || largest === 'natural' ? 'natural' : largest;
  return sharesOf(Object.fromEntries(parts.map(([kind, share]) => [kind, tidy(kind === taker ? share + rest : share)])));
}

/** All kinds; what is not named is 0. */
export const sharesOf = (shares: Partial<Record<MixtureKind, number>>): MixtureShares => byKind((kind) => shares[kind] ?? 0);

/**
 * Shares as asked for, in percent. Kinds that are not named part the rest as the suggestion has them; where it has none of them,
 * natural text takes it.
 * @throws MixtureRefusal when they come to more than 100 %, or to less with nothing to take the rest
 */
export function askedShares(asked: Readonly<Partial<Record<MixtureKind, number>>>, suggested: MixtureShares): MixtureShares {
  const named = mixtureKinds.filter((kind) => asked[kind] !== undefined);
  if (named.length === 0) return suggested;
  const sum = named.reduce((total, kind) => total + asked[kind]!, 0);
  if (sum > 100 + grain / 2) throw new MixtureRefusal(`the shares come to ${percent(sum)}: take ${percent(sum - 100)} away`);
  // What rounding makes of 100 % is 100 %.
  if (Math.abs(sum - 100) <= grain / 2) return byKind((kind) => tidy(((asked[kind] ?? 0) * 100) / sum));
  const rest = 100 - sum;
  const open = mixtureKinds.filter((kind) => asked[kind] === undefined);
  const weight = open.reduce((total, kind) => total + suggested[kind], 0);
  if (weight === 0 && !open.includes('natural'))
    throw new MixtureRefusal(`the shares come to ${percent(sum)}: give the other ${percent(rest)} to some kind`);
  const restOf = (kind: MixtureKind): number => (weight > 0 ? (rest * suggested[kind]) / weight : kind === 'natural' ? rest : 0);
  return byKind((kind) => tidy(asked[kind] ?? restOf(kind)));
}
