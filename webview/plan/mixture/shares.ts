/** Shares that a person holds, kept so that a mixture can be planned by them. */
import { mixtureKinds, type MixtureKind } from '../../../src/protocol/mixture.ts';
import type { PlannedKind } from '../../../src/protocol/results.ts';

export interface HeldShare {
  readonly kind: MixtureKind;
  /** Percent. */
  readonly share: number;
}

type Suggested = readonly Pick<PlannedKind, 'kind' | 'suggested'>[];

/** Difference of shares that is none: they are told to a tenth of a percent. */
const tolerance = 0.05;

export const isSameShare = (a: number, b: number): boolean => Math.abs(a - b) < tolerance;

/** Holds a share as the newest, and lets go of those that were held longest until all fit. */
export const withHeld = (held: readonly HeldShare[], newest: HeldShare, suggested: Suggested): readonly HeldShare[] =>
  fitting([...withoutHeld(held, newest.kind), newest], suggested);

/** Lets go of a share, and of others where nothing would take what it leaves. */
export const withLetGo = (held: readonly HeldShare[], kind: MixtureKind, suggested: Suggested): readonly HeldShare[] =>
  fitting(withoutHeld(held, kind), suggested);

const withoutHeld = (held: readonly HeldShare[], kind: MixtureKind): HeldShare[] => held.filter((each) => each.kind !== kind);

function fitting(held: readonly HeldShare[], suggested: Suggested): readonly HeldShare[] {
  const first = held.findIndex((_, at) => fits(held.slice(at), suggested));
  return first < 0 ? [] : held.slice(first);
}

/** Tells whether they come to no more than 100 %, and some kind takes the rest: those in the suggestion part it, else natural text has it. */
function fits(held: readonly HeldShare[], suggested: Suggested): boolean {
  const sum = held.reduce((total, { share }) => total + share, 0);
  if (sum > 100 - tolerance) return sum < 100 + tolerance;
  const isHeld = (kind: MixtureKind): boolean => held.some((each) => each.kind === kind);
  return !isHeld('natural') || suggested.some(({ kind, suggested: share }) => share > 0 && !isHeld(kind));
}

export const sharesByKind = (held: readonly HeldShare[]): Partial<Record<MixtureKind, number>> =>
  Object.fromEntries(held.map(({ kind, share }) => [kind, share]));

/** Shares of the settings, which say nothing of when they were set. */
export const heldFrom = (shares: Partial<Record<MixtureKind, number>>): readonly HeldShare[] =>
  mixtureKinds.flatMap((kind) => {
    const share = shares[kind];
    return share === undefined ? [] : [{ kind, share }];
  });
