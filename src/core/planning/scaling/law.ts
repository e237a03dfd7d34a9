/**
 * Laws of how a loss falls with what a model was trained on: `L(x) = B / (D_l + x^β) + E`, the rectified law, and the marginal one,
 * which is it with D_l = 0. x is a number of training tokens or samples, D, or of parameters, N.
 */

export const scalingLaws = ['rectified', 'marginal'] as const;
export type ScalingLaw = (typeof scalingLaws)[number];

/** Numbers of parameters that are fitted. */
export const parameterCount: Readonly<Record<ScalingLaw, number>> = { rectified: 4, marginal: 3 };

/** Parameters of a law. B and Dl have the unit of x to the power of beta (B times a loss), E is a loss; Dl is 0 in the marginal law. */
export interface LawParameters {
  readonly B: number;
  readonly Dl: number;
  readonly beta: number;
  readonly E: number;
}

/** Computes the loss at `x`, which is above zero. */
export const lossAt = ({ B, Dl, beta, E }: LawParameters, x: number): number => B / (Dl + x ** beta) + E;

/** Computes what doubling `x` takes off the loss. */
export const gainOfDoubling = (law: LawParameters, x: number): number => lossAt(law, x) - lossAt(law, 2 * x);

/** Computes the x at which the loss is `loss`: 0 where it is reached before any, null where it never is. */
export function reaches({ B, Dl, beta, E }: LawParameters, loss: number): number | null {
  if (loss <= E) return null;
  const power = B / (loss - E) - Dl;
  return power <= 0 ? 0 : power ** (1 / beta);
}
