import {
  holdOutWords,
  plateauWords,
  scalingAmount as amount,
  scalingFigure as figure,
  targetWords,
} from '../core/planning/scaling/sentences.ts';
import type { ScalingPlan } from '../protocol/results.ts';

/** Fitted laws and what they say, in short tables. */
export function describeScaling(plan: ScalingPlan, curve: string): string {
  const { points, range, rectified, marginal, level, draws, notes } = plan;
  const target = targetWords(plan);
  const from = `${amount(range.from)} to ${amount(range.to)}`;
  return [
    `${curve === '' ? '' : `${curve}: `}${points} points, ${plan.in} from ${from}; intervals at ${figure(level * 100)} %, ${draws} draws`,
    ...(rectified === null ? [] : lawLines('rectified', `L = B / (D_l + ${plan.in}^β) + E`, rectified)),
    ...lawLines('marginal', `L = B / ${plan.in}^β + E`, marginal),
    `hold-out: ${holdOutWords(plan)}`,
    `plateau: ${plateauWords(plan)}`,
    ...(target === null ? [] : [`target: ${target}`]),
    ...speedUpLines(plan),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
}

function lawLines(name: string, formula: string, law: ScalingPlan['marginal']): string[] {
  const rows = [
    ['B', law.B, law.intervals.B],
    ...(name === 'rectified' ? [['D_l', law.Dl, law.intervals.Dl] as const] : []),
    ['β', law.beta, law.intervals.beta],
    ['E', law.E, law.intervals.E],
  ] as const;
  return [
    `${name}: ${formula}; rms of ln L ${figure(law.rms)}`,
    ...rows.map(([label, value, [low, high]]) => `  ${label.padEnd(3)} ${figure(value).padStart(10)}  ${figure(low)} to ${figure(high)}`),
  ];
}

function speedUpLines({ speedUp, in: axis }: ScalingPlan): string[] {
  if (speedUp === null) return [];
  if (speedUp.reason !== null) return [`against ${speedUp.against}: ${speedUp.reason}`];
  return [
    `against ${speedUp.against}:`,
    ...speedUp.rows.map(
      ({ loss, x, againstX, speedUp: times }) =>
        `  loss ${figure(loss).padStart(8)}: ${axis} ${amount(x)} here, ${amount(againstX)} there: speed-up ${figure(times)}`,
    ),
  ];
}
