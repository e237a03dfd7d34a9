/** Kinds of text in a mixture, and what is known of mixtures as a whole, for every front end. */
export { readAmount } from '../core/planning/amounts.ts';
export { generatorEvidence, percent, trustTitles } from '../core/planning/mixture/evidence.ts';
export { mixtureKinds } from '../core/planning/mixture/kinds.ts';
export type { MixtureKind } from '../core/planning/mixture/kinds.ts';
