/**
 * Published findings on the shares of a mixture. Shares are in percent of the training tokens.
 *
 * Sources: _Demystifying Synthetic Data in LLM Pre-training_ (arXiv 2510.01631) on rephrased and textbook text, _On the Diversity of
 * Synthetic Data_ (arXiv 2410.15226) on synthetic beside natural text, _Scaling Data-Constrained Language Models_ (arXiv 2305.16264) on
 * repetition.
 */
import { type MixtureKind, mixtureKinds, type SyntheticKind } from './kinds.ts';

/** Budget from which what was found at large ones is taken to hold. Neither paper says where small ends: this is a choice. */
export const largeBudget = 10e9;

/** Passes over the same text that count nearly as much as new text (arXiv 2305.16264). */
export const harmlessEpochs = 4;

/** Share of a synthetic kind above which none was found good. */
const mostSynthetic = 50;
/** The same of textbook text at a small budget. */
export const mostTextbook = 5;
/** Share that natural text leaves where gains were largest: 20B tokens beside 34B (arXiv 2410.15226). */
const bestPersona = 37;
/** Difference of shares that is none: they are told to a tenth of a percent. */
const tolerance = 0.05;

/** Share of rephrased text that good mixtures converge to (arXiv 2510.01631, abstract). */
export const goodRephrased = 30;

/** How far a finding can be trusted: stated by a paper itself, told by others, derived here from what is known of other kinds, or none at all. */
export const evidenceTrusts = ['paper', 'secondary', 'derived', 'none'] as const;
type EvidenceTrust = (typeof evidenceTrusts)[number];

export const trustTitles: Readonly<Record<EvidenceTrust, string>> = {
  paper: 'stated in the paper',
  secondary: 'secondary source',
  derived: 'derived from the others',
  none: 'nothing published',
};

export interface KindEvidence {
  readonly kind: MixtureKind;
  readonly text: string;
  readonly trust: EvidenceTrust;
  /** Shares that were found best; null where none were. */
  readonly best: { readonly from: number; readonly to: number } | null;
  /** Share above which a warning is due; null where any may be right. */
  readonly most: number | null;
}

type KindFindings = Omit<KindEvidence, 'kind'>;

const findings: Readonly<Record<MixtureKind, (isLarge: boolean) => KindFindings>> = {
  natural: () => ({
    text: `What good shares of synthetic text leave, ${goodRephrased} to ${bestPersona} %. Two thirds natural beside one third rephrased text reach the same loss 5 to 10 times sooner than natural text alone, at larger budgets (arXiv 2510.01631). Up to ${harmlessEpochs} passes over the same text count nearly as new text (arXiv 2305.16264).`,
    trust: 'derived',
    best: { from: 100 - bestPersona, to: 100 - goodRephrased },
    most: null,
  }),
  hq: () => ({
    text: `Good shares of rephrased text converge to about ${goodRephrased} %, in this style at all scales; alone it is no faster than natural text (arXiv 2510.01631).`,
    trust: 'secondary',
    best: { from: goodRephrased, to: goodRephrased },
    most: mostSynthetic,
  }),
  qa: (isLarge) => ({
    text: 'About 50 % at small budgets, falling to about 30 % at large ones (arXiv 2510.01631).',
    trust: 'secondary',
    best: isLarge ? { from: goodRephrased, to: goodRephrased } : { from: goodRephrased, to: mostSynthetic },
    most: mostSynthetic,
  }),
  textbook: (isLarge) => ({
    text: 'Below 5 % at small budgets, more at larger ones, always the least of all kinds; alone it is worse than natural text in many domains (arXiv 2510.01631).',
    trust: 'secondary',
    best: isLarge ? null : { from: 0, to: mostTextbook },
    most: isLarge ? mostSynthetic : mostTextbook,
  }),
  questions: () => ({
    text: 'No share of a pre-training mixture was published; the paper that makes them trains on them after pre-training (arXiv 2503.19551).',
    trust: 'none',
    best: null,
    most: mostSynthetic,
  }),
  persona: () => ({
    text: `Gains rise up to 20B tokens beside 34B natural ones (${bestPersona} %), and fall when synthetic text outweighs natural text (arXiv 2410.15226).`,
    trust: 'paper',
    best: { from: bestPersona, to: bestPersona },
    most: mostSynthetic,
  }),
  other: () => ({
    text: 'What it is worth depends on what it is: nothing can be said of it as a kind.',
    trust: 'none',
    best: null,
    most: mostSynthetic,
  }),
};

/** On the model that writes, whatever the kind (arXiv 2510.01631, abstract). */
export const generatorEvidence =
  'Larger models are not necessarily better writers: above some 8B parameters rephrased text need not get better. Trained on for one round, rephrased text showed no collapse; textbook mixtures showed the pattern that is predicted (arXiv 2510.01631).';

/** @param budget training tokens */
export const evidenceOn = (kind: MixtureKind, budget: number): KindEvidence => ({ kind, ...findings[kind](budget >= largeBudget) });

/** Percent of a mixture. */
export type MixtureShares = Readonly<Record<MixtureKind, number>>;

/** Warnings of a mixture's shares that leave what is known, by the kind that each is about; null: the whole. */
export function shareWarnings(shares: MixtureShares, budget: number): { readonly kind: MixtureKind | null; readonly text: string }[] {
  const synthetic = mixtureKinds.filter((kind): kind is SyntheticKind => kind !== 'natural');
  const beyond = synthetic.flatMap((kind) => {
    const { most } = evidenceOn(kind, budget);
    if (most === null || shares[kind] <= most + tolerance) return [];
    const where = kind === 'textbook' && budget < largeBudget ? ' at a small budget' : '';
    return [{ kind, text: `${percent(shares[kind])} is more than the ${percent(most)} up to which shares were found good${where}` }];
  });
  const all = synthetic.reduce((sum, kind) => sum + shares[kind], 0);
  if (all <= shares.natural + tolerance) return beyond;
  const outweighs = `synthetic text (${percent(all)}) outweighs natural text (${percent(shares.natural)}), from where on gains were found to fall (arXiv 2410.15226)`;
  return [...beyond, { kind: null, text: outweighs }];
}

/** A share as people read it. */
export const percent = (share: number): string => `${Number(share.toFixed(1))} %`;
