/** What a fit says, in sentences. */
import type { ScalingPlan } from '../../src/protocol/results.ts';
import { amount } from '../chart/figures.ts';
import { short } from './figures.ts';

export function holdOutLine({ holdOut, in: axis }: ScalingPlan): string {
  if (holdOut === null) return 'Too few points are left without the largest to predict it.';
  const { rectified, marginal } = holdOut;
  const told = Object.entries({ rectified, marginal }).flatMap(([name, prediction]) =>
    prediction === null ? [] : [`the ${name} law says ${short(prediction.predicted)} (${signed(prediction.relativeError)})`],
  );
  return `At ${axis} ${amount(holdOut.x)} the loss is ${short(holdOut.loss)}; fitted without it, ${told.join(', ')}.`;
}

export function plateauLine({ plateau, in: axis }: ScalingPlan): string {
  const { x, gain, reason } = plateau;
  if (x === null) return `None: ${reason ?? 'there is none'}.`;
  return `From ${axis} ${amount(x)} on, a doubling gains less than ${short(gain)}${beyond(plateau)}${reason === null ? '' : ` (${reason})`}.`;
}

export function targetLine({ target, in: axis, level }: ScalingPlan): string {
  if (target === null) return 'Name a target to see what it takes.';
  if (target.x === null) return `${short(target.loss)}: ${target.reason ?? 'it is not reached'}.`;
  const [low, high] = target.interval ?? [null, null];
  const end = (value: number | null): string => (value === null ? 'never' : amount(value));
  return `${short(target.loss)} takes ${axis} ${amount(target.x)} (${end(low)} to ${end(high)} at ${Math.round(level * 100)} %)${beyond(target)}.`;
}

const beyond = ({ isExtrapolated, timesBeyond }: Pick<ScalingPlan['plateau'], 'isExtrapolated' | 'timesBeyond'>): string => {
  if (!isExtrapolated) return '';
  return timesBeyond === null ? '; extrapolated, below the points' : `; extrapolated, ${short(timesBeyond)} times the largest point`;
};

const signed = (share: number): string => `${share > 0 ? '+' : ''}${short(Number((100 * share).toPrecision(3)))} %`;
