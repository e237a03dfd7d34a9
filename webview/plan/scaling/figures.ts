/** Fitted curves as a chart and as tables. */
import type { ScalingPlan } from '../../../src/protocol/results.ts';
import { lossAt, type ReadPoints, scalingAmount, scalingFigure } from '../../../src/protocol/scaling.ts';
import { figure } from '../../chart/figures.ts';
import type { CurvesSpec } from '../../chart/spec.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';
import type { PlannedCurve } from './scaling-store.ts';

/** Points of a fitted line, and how far it goes on beyond the largest x, at least and at most. */
const [linePoints, leastBeyond, mostBeyond] = [97, 4, 1000];

const axisTitles = { D: 'training tokens or samples', N: 'parameters' } as const;

const lossTitle = (metric: ReadPoints['metric']): string =>
  metric === 'loss' || metric === null ? 'loss' : metric === 'accuracy' ? 'error, 100 − accuracy' : 'error';

/** The chart of all curves, the first of which says where the data end. */
export function curvesSpec(curves: readonly PlannedCurve[], axis: 'D' | 'N', metric: ReadPoints['metric']): CurvesSpec {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points.map(({ x }) => x));
  const [from, to] = [all.reduce((low, x) => Math.min(low, x), Infinity), all.reduce((high, x) => Math.max(high, x), 0)];
  const target = drawn[0]?.plan?.target?.x ?? 0;
  const end = Math.min(mostBeyond * to, Math.max(leastBeyond * to, 1.5 * target));
  const own = drawn.find(({ published }) => published === null);
  const largest = own?.points.reduce((high, { x }) => Math.max(high, x), 0);
  return {
    kind: 'curves',
    curves: drawn.map(({ title, points, plan, published }) => ({
      label: title,
      points: points.map(({ x, loss }) => ({ x, y: loss })),
      line: plan === null ? [] : lineOf(plan, from, end),
      // Of a published curve that its paper extrapolates itself, nothing is drawn through.
      measured: published === null ? (plan?.range ?? null) : within(published.table, published.largestRun),
    })),
    x: axisTitles[axis],
    y: published(drawn) ? 'error' : lossTitle(metric),
    ...(largest === undefined ? {} : { end: { x: largest, label: `data end at ${scalingAmount(largest)}` } }),
  };
}

const published = (curves: readonly PlannedCurve[]): boolean => curves.length > 0 && curves.every((curve) => curve.published !== null);

/** The range of the runs that were made; null where all lies beyond them. */
function within(table: readonly { readonly D: number }[], largestRun: number): { from: number; to: number } | null {
  const made = table.filter(({ D }) => D <= largestRun).map(({ D }) => D);
  return made.length === 0 ? null : { from: made[0]!, to: made.at(-1)! };
}

/** A line with a point at each end of the data, so that what is dashed begins there. */
function lineOf({ rectified, marginal, range }: ScalingPlan, from: number, to: number): { x: number; y: number }[] {
  const law = rectified ?? marginal;
  const even = Array.from({ length: linePoints }, (_, at) => from * (to / from) ** (at / (linePoints - 1)));
  return [...new Set([...even, range.from, range.to])].sort((a, b) => a - b).map((x) => ({ x, y: lossAt(law, x) }));
}

/** The points and what the law says at each. */
export function pointsTable(curves: readonly PlannedCurve[], axis: 'D' | 'N'): FigureTable {
  return {
    columns: ['curve', axis, 'loss', 'fitted', 'measured'],
    rows: curves.flatMap(({ title, points, plan, published }) => {
      const law = plan === null ? null : (plan.rectified ?? plan.marginal);
      return points.map(({ x, loss }) => [
        cell(title),
        cell(x),
        cell(loss),
        cell(law === null ? null : lossAt(law, x)),
        cell(published !== null && x > published.largestRun ? 'no: the paper’s extrapolation' : 'yes'),
      ]);
    }),
  };
}

/** Parameters of both laws with their intervals. */
export function parametersTable({ rectified, marginal, level }: ScalingPlan): FigureTable {
  const interval = `${Math.round(level * 100)} % interval`;
  const names = [
    ['B', 'B'],
    ['Dl', 'D_l'],
    ['beta', 'β'],
    ['E', 'E'],
  ] as const;
  const figures = (law: ScalingPlan['marginal'] | null, name: (typeof names)[number][0]) =>
    law === null ? [cell(null), cell(null)] : [cell(scalingFigure(law[name])), cell(law.intervals[name].map(scalingFigure).join(' to '))];
  return {
    columns: ['parameter', 'rectified', interval, 'marginal', interval],
    rows: [
      ...names.map(([name, title]) => [
        cell(title),
        ...figures(rectified, name),
        ...(name === 'Dl' ? [cell('0'), cell('by definition')] : figures(marginal, name)),
      ]),
      [cell('rms of ln L'), cell(rectified === null ? null : figure(rectified.rms)), cell(null), cell(figure(marginal.rms)), cell(null)],
    ],
  };
}

export function speedUpTable({ speedUp, in: axis }: ScalingPlan): FigureTable {
  return {
    columns: ['loss', `${axis} here`, `${axis} there`, 'speed-up'],
    rows: (speedUp?.rows ?? []).map(({ loss, x, againstX, speedUp: times }) => [
      cell(scalingFigure(loss)),
      cell(scalingAmount(x)),
      cell(scalingAmount(againstX)),
      cell(scalingFigure(times)),
    ]),
  };
}
