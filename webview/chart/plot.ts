/** The only file that knows which library draws charts (Observable Plot): replace it here. */
import * as Plot from '@observablehq/plot';
import { figure } from './figures.ts';
import { curves } from './curves.ts';
import { labelled, type ChartPlace } from './labels.ts';
import { chartHeight, type BarsSpec, type ChartSpec, type DotsSpec, type HistogramSpec } from './spec.ts';

export interface DrawnChart {
  readonly svg: SVGSVGElement;
  /** By the place of each value in the chart's description, the area that stands for it. */
  readonly hits: readonly Element[];
}

const fill = 'var(--chart)';
const soft = 'var(--soft)';
const line = 'var(--grid)';
/** Name of the layer that takes clicks, which has no colour. */
const hitLayer = 'values';

/** Draws a chart. Colours are variables of the theme, so that they follow it by themselves. */
export function drawChart(spec: ChartSpec, place: ChartPlace): DrawnChart {
  const options = optionsOf(spec, place);
  const svg = Plot.plot({
    width: place.width,
    height: chartHeight(spec),
    // As an object: the content security policy allows single properties, no style attribute.
    style: { background: 'transparent', color: 'inherit', fontFamily: 'inherit', fontSize: `${place.fontSize}px`, overflow: 'visible' },
    ...options,
  });
  if (!(svg instanceof SVGSVGElement)) throw new Error('The chart is no picture.');
  // Plot writes a style element into the picture, which the policy forbids once it is in the page; the chart's own styles have its rules.
  svg.querySelector('style')?.remove();
  // The picture is one image with a name of its own; names of its layers are for nobody.
  for (const named of svg.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label');
  const layer = svg.querySelectorAll(`g.${hitLayer}`);
  const hits = [...layer].flatMap((group) => [...group.querySelectorAll('rect')]);
  for (const group of layer) group.setAttribute('data-hits', '');
  return { svg, hits };
}

function optionsOf(spec: ChartSpec, place: ChartPlace): Plot.PlotOptions {
  switch (spec.kind) {
    case 'bars':
      return bars(spec, place);
    case 'dots':
      return dots(spec, place);
    case 'histogram':
      return histogram(spec, place);
    case 'curves':
      return curves(spec, place);
  }
}

/** @param most ticks at most */
const valueAxis = (label: string, width: number, most = Infinity): Plot.AxisXOptions => ({
  label,
  labelAnchor: 'center',
  labelArrow: 'none',
  labelOffset: 34,
  color: soft,
  tickSize: 0,
  ticks: Math.min(most, Math.max(2, Math.min(8, Math.floor(width / 80)))),
  tickFormat: (value: number) => figure(value),
});

function bars({ rows, x, most }: BarsSpec, place: ChartPlace): Plot.PlotOptions {
  const { margin, text } = labelled(
    rows.map(({ label }) => label),
    place,
  );
  // Rows of the same name are rows of their own: they stand at their places.
  const at = rows.map((_, index) => index);
  const values = rows.map(({ value }) => value);
  const end = most ?? values.reduce((high, value) => Math.max(high, value), 0);
  const domainEnd = end === 0 ? 1 : end;
  const title = (index: number): string => {
    const { label, value, note } = rows[index]!;
    return `${label}: ${figure(value)}${note === undefined ? '' : `, ${note}`}`;
  };
  return {
    ...{ marginLeft: margin, marginRight: 48, marginTop: 4, marginBottom: 40 },
    x: { domain: [0, domainEnd] },
    y: { domain: at, axis: null, padding: 0.35 },
    marks: [
      // What is counted has no halves.
      Plot.axisX(valueAxis(x, place.width - margin, areCounts(values) ? domainEnd : Infinity)),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: (index: number) => text(rows[index]!.label) }),
      ...(most === undefined ? [] : [Plot.barX(at, { x1: 0, x2: domainEnd, y: at, fill: line })]),
      Plot.barX(at, { x1: 0, x2: (index: number) => rows[index]!.value, y: at, fill }),
      Plot.text(at, {
        x: (index: number) => rows[index]!.value,
        y: at,
        dx: 4,
        textAnchor: 'start',
        text: (index: number) => figure(rows[index]!.value),
      }),
      Plot.barX(at, { x1: 0, x2: domainEnd, y: at, fill: 'transparent', inset: -3, title, className: hitLayer }),
    ],
  };
}

function dots({ rows, x }: DotsSpec, place: ChartPlace): Plot.PlotOptions {
  const { margin, text } = labelled(
    rows.map(({ label }) => label),
    place,
  );
  const at = rows.map((_, index) => index);
  const low = rows.reduce((least, row) => Math.min(least, row.low), Infinity);
  const high = rows.reduce((most, row) => Math.max(most, row.high), -Infinity);
  const room = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  return {
    ...{ marginLeft: margin, marginRight: 16, marginTop: 4, marginBottom: 40 },
    x: { domain: [low - room, high + room] },
    y: { domain: at, axis: null, padding: 0.3 },
    marks: [
      Plot.gridX({ stroke: line, strokeOpacity: 1, ticks: 4 }),
      Plot.axisX({ ...valueAxis(x, place.width - margin), ticks: Math.max(2, Math.min(4, Math.floor((place.width - margin) / 64))) }),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: (index: number) => text(rows[index]!.label) }),
      Plot.ruleY(at, { x1: (index: number) => rows[index]!.low, x2: (index: number) => rows[index]!.high, y: at, stroke: 'currentColor' }),
      Plot.dot(at, { x: (index: number) => rows[index]!.mean, y: at, r: 4, fill }),
      Plot.barX(at, {
        ...{ x1: low - room, x2: high + room, y: at, fill: 'transparent', className: hitLayer },
        title: (index: number) => {
          const { label, mean, low, high } = rows[index]!;
          return `${label}: ${figure(mean)} (${figure(low)} to ${figure(high)})`;
        },
      }),
    ],
  };
}

/** True for what is counted in whole numbers. */
const areCounts = (values: readonly number[]): boolean => values.every(Number.isInteger);

/**
 * Ticks from zero to a value or above it, about so many steps of one, two or five tenths, ones, tens: the labels are known before
 * the margin.
 * @param least smallest step
 */
function ticksTo(most: number, steps: number, least: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / steps));
  const step = Math.max(least, power * ([1, 2, 5].find((times) => most / (power * times) <= steps) ?? 10));
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

function histogram({ groups, x, y, threshold }: HistogramSpec, place: ChartPlace): Plot.PlotOptions {
  const several = groups.length > 1;
  const { margin, text } = labelled(several ? groups.map(({ label }) => label) : [], place);
  const bins = groups.flatMap(({ bins }, group) => bins.map((bin) => ({ ...bin, group })));
  const most = bins.reduce((high, { value }) => Math.max(high, value), 0) || 1;
  const facet = several ? { fy: 'group' as const } : {};
  const ticks = ticksTo(most, several ? 2 : 4, areCounts(bins.map(({ value }) => value)) ? 1 : 0);
  const left = Math.ceil(ticks.reduce((wide, tick) => Math.max(wide, place.measure(figure(tick))), 0)) + 16;
  const means = groups.flatMap(({ mean }, group) => (mean === undefined ? [] : [{ mean, group }]));
  return {
    ...{ marginLeft: left, marginRight: several ? margin : 8, marginTop: 28, marginBottom: 40 },
    x: { label: x, nice: false },
    y: { domain: [0, ticks.at(-1)!] },
    ...(several ? { fy: { axis: null, padding: 0.15 } } : {}),
    marks: [
      Plot.gridY(ticks, { stroke: line, strokeOpacity: 1 }),
      Plot.axisX({ ...valueAxis(x, place.width - left), anchor: 'bottom' }),
      Plot.axisY(ticks, {
        ...{
          label: several ? null : y,
          labelArrow: 'none',
          labelAnchor: 'top',
          labelOffset: left,
          color: soft,
          tickSize: 0,
        },
        tickFormat: (value: number) => figure(value),
      }),
      ...(several ? [Plot.axisFy({ label: null, tickFormat: (group: number) => text(groups[group]!.label) })] : []),
      Plot.rectY(bins, { x1: 'from', x2: 'to', y1: 0, y2: 'value', ...facet, fill, insetLeft: 0.5, insetRight: 0.5 }),
      Plot.ruleX(means, { x: 'mean', ...facet, stroke: 'currentColor', strokeDasharray: '2,2' }),
      Plot.ruleX(threshold === undefined ? [] : [threshold], { stroke: 'currentColor', strokeWidth: 1.5 }),
      Plot.ruleY([0], { stroke: soft }),
      Plot.rectY(bins, {
        ...{ x1: 'from', x2: 'to', y1: 0, y2: () => ticks.at(-1)!, ...facet, fill: 'transparent', className: hitLayer },
        title: ({ from, to, value }: (typeof bins)[number]) => `${figure(from)} to ${figure(to)}: ${figure(value)}`,
      }),
    ],
  };
}
