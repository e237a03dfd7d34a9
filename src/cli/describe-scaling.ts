import type { ScalingPlan } from '../protocol/results.ts';

/** Fitted laws and what they say, in short tables. */
export function describeScaling(plan: ScalingPlan, curve: string): string {
  const { points, range, rectified, marginal, level, draws, notes } = plan;
  const from = `${amount(range.from)} to ${amount(range.to)}`;
  return [
    `${curve === '' ? '' : `${curve}: `}${points} points, ${plan.in} from ${from}; intervals at ${figure(level * 100)} %, ${draws} draws`,
    ...(rectified === null ? [] : lawLines('rectified', `L = B / (D_l + ${plan.in}^β) + E`, rectified)),
    ...lawLines('marginal', `L = B / ${plan.in}^β + E`, marginal),
    ...holdOutLines(plan),
    `plateau: ${plateauLine(plan)}`,
    ...targetLines(plan),
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

function holdOutLines({ holdOut, in: axis }: ScalingPlan): string[] {
  if (holdOut === null) return ['hold-out: too few points are left without the largest'];
  const { rectified, marginal } = holdOut;
  const told = Object.entries({ rectified, marginal }).flatMap(([name, prediction]) =>
    prediction === null ? [] : [`${name} ${figure(prediction.predicted)} (${signed(prediction.relativeError * 100)} %)`],
  );
  return [`hold-out: at ${axis} ${amount(holdOut.x)} the loss is ${figure(holdOut.loss)}; fitted without it, ${told.join(', ')}`];
}

function plateauLine({ plateau, in: axis }: ScalingPlan): string {
  if (plateau.x === null) return plateau.reason ?? 'none';
  return `from ${axis} ${amount(plateau.x)} on, a doubling gains less than ${figure(plateau.gain)}${beyond(plateau)}${plateau.reason === null ? '' : ` (${plateau.reason})`}`;
}

function targetLines({ target, in: axis, level }: ScalingPlan): string[] {
  if (target === null) return [];
  if (target.x === null) return [`target ${figure(target.loss)}: ${target.reason ?? 'not reached'}`];
  const [low, high] = target.interval ?? [null, null];
  const end = (value: number | null): string => (value === null ? 'never' : amount(value));
  return [
    `target ${figure(target.loss)}: ${axis} ${amount(target.x)} (${end(low)} to ${end(high)} at ${figure(level * 100)} %)${beyond(target)}`,
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

const beyond = ({ isExtrapolated, timesBeyond }: Pick<ScalingPlan['plateau'], 'isExtrapolated' | 'timesBeyond'>): string => {
  if (!isExtrapolated) return '';
  return timesBeyond === null ? '; extrapolated, below the points' : `; extrapolated, ${figure(timesBeyond)} times the largest point`;
};

const figure = (value: number): string => (value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : trimmed(value));
const trimmed = (value: number): string =>
  Math.abs(value) >= 1e6
    ? value.toExponential(3)
    : new Intl.NumberFormat('en', { maximumSignificantDigits: 4, useGrouping: false }).format(value);
const signed = (value: number): string => `${value > 0 ? '+' : ''}${figure(value)}`;

const units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
] as const;

/** A number of tokens or parameters as it is written in files of points. */
function amount(value: number): string {
  if (value >= 1e16) return value.toExponential(2);
  const [size, unit] = units.find(([least]) => value >= least) ?? [1, ''];
  return `${trimmed(value / size)}${unit}`;
}
