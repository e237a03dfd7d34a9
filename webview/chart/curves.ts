import * as Plot from '@observablehq/plot';
import { amount, figure } from './figures.ts';
import { labelled, type ChartPlace } from './labels.ts';
import { chartHeight, type CurvesSpec } from './spec.ts';

const colours = ['var(--chart)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)'];
/** Shapes of points, so that no curve is told by its colour alone. */
const symbols = ['circle', 'square', 'triangle', 'diamond'] as const;
const soft = 'var(--soft)';
const [top, bottom] = [28, 40];

interface Range {
  readonly least: number;
  readonly most: number;
}

/** Points and fitted lines on logarithmic axes: drawn through where there are data, dashed where there are none. */
export function curves(spec: CurvesSpec, place: ChartPlace): Plot.PlotOptions {
  const all = spec.curves.flatMap(({ points, line }) => [...points, ...line]);
  const x = rangeOf(all.map((point) => point.x));
  const y = rangeOf(all.map((point) => point.y));
  const low = y.least * (y.least / y.most) ** 0.06;
  const high = y.most * (y.most / y.least) ** 0.06;
  const { margin, text } = labelled(
    spec.curves.map(({ label }) => label),
    { ...place, width: place.width * 0.75 },
  );
  const ticks = ticksBetween(low, high);
  const left = Math.ceil(ticks.reduce((wide, tick) => Math.max(wide, place.measure(figure(tick))), 0)) + 16;
  const room = Math.max(2, Math.floor((place.width - left - margin) / 64));
  const ends = labelPlaces(spec, { least: low, most: high }, place.fontSize + 2);
  return {
    ...{ marginLeft: left, marginRight: margin + 4, marginTop: top, marginBottom: bottom },
    x: { type: 'log', domain: [x.least, x.most], label: spec.x },
    y: { type: 'log', domain: [low, high] },
    marks: [
      Plot.gridY(ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisX(powersBetween(x, room), {
        ...{ label: spec.x, labelAnchor: 'center', labelArrow: 'none', labelOffset: 34, color: soft, tickSize: 0 },
        text: (value: number) => amount(value),
      }),
      Plot.axisY(ticks, {
        ...{ label: spec.y, labelArrow: 'none', labelAnchor: 'top', labelOffset: left, color: soft, tickSize: 0 },
        // As a text and not as a tick's format: of a logarithmic scale, Plot leaves out formats of some ticks.
        text: (value: number) => figure(value),
      }),
      ...(spec.end === undefined ? [] : endMarks(spec.end, x, place)),
      ...spec.curves.flatMap((curve, at) => curveMarks(curve, at)),
      ...ends.map(({ at, y: height }) =>
        Plot.text([spec.curves[at]!], {
          ...{ x: x.most, y: height, dx: 8, textAnchor: 'start', fill: 'currentColor' },
          text: ({ label }: CurvesSpec['curves'][number]) => text(label),
        }),
      ),
      ...ends.map(({ at, y: height }) =>
        Plot.dot([height], {
          x: x.most,
          y: height,
          dx: 3,
          r: 3,
          symbol: symbols[at % symbols.length]!,
          fill: colours[at % colours.length]!,
        }),
      ),
    ],
  };
}

function curveMarks({ label, points, line, measured }: CurvesSpec['curves'][number], at: number): Plot.Markish[] {
  const colour = colours[at % colours.length]!;
  const within = measured === null ? [] : line.filter(({ x }) => x >= measured.from && x <= measured.to);
  const before = measured === null ? line : line.filter(({ x }) => x <= measured.from);
  const beyond = measured === null ? [] : line.filter(({ x }) => x >= measured.to);
  const drawn = { x: 'x', y: 'y', stroke: colour, strokeWidth: 1.5 } as const;
  return [
    Plot.line(within, { ...drawn, className: 'fitted' }),
    ...[before, beyond]
      .filter(({ length }) => length > 1)
      .map((part) => Plot.line(part, { ...drawn, strokeDasharray: '4,4', className: 'extrapolated' })),
    Plot.dot(points, {
      ...{ x: 'x', y: 'y', r: 3.5, symbol: symbols[at % symbols.length]!, className: 'points' },
      // A point that nobody measured is open.
      ...(measured === null ? { stroke: colour, fill: 'none' } : { fill: colour }),
      title: ({ x, y }: { x: number; y: number }) => `${label}: ${figure(y)} at ${amount(x)}`,
    }),
  ];
}

/** The rule where the data end, its words on the side that has room for them. */
function endMarks(end: NonNullable<CurvesSpec['end']>, { least, most }: Range, { width, measure }: ChartPlace): Plot.Markish[] {
  const share = Math.log(end.x / least) / Math.log(most / least);
  const isLeft = share * width * 0.7 > measure(end.label) + 8;
  return [
    Plot.ruleX([end.x], { stroke: 'currentColor', strokeOpacity: 0.6, className: 'data-end' }),
    Plot.text([end.label], {
      x: end.x,
      frameAnchor: 'top',
      dy: 2,
      dx: isLeft ? -5 : 5,
      textAnchor: isLeft ? 'end' : 'start',
      fill: soft,
      text: (label: string) => label,
    }),
  ];
}

/** Heights of the labels at the right, pushed apart so that none covers another. */
function labelPlaces(spec: CurvesSpec, { least, most }: Range, pixels: number): { readonly at: number; readonly y: number }[] {
  const gap = (Math.log(most / least) * pixels) / (chartHeight(spec) - top - bottom);
  const wanted = spec.curves
    .flatMap(({ line, points }, at) => {
      const last = line.at(-1) ?? points.at(-1);
      return last === undefined ? [] : [{ at, log: Math.log(last.y) }];
    })
    .sort((a, b) => a.log - b.log);
  let floor = -Infinity;
  return wanted.map(({ at, log }) => {
    const placed = Math.max(log, floor);
    floor = placed + gap;
    return { at, y: Math.exp(placed) };
  });
}

function rangeOf(values: readonly number[]): Range {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  return least < most ? { least, most } : { least: least / 2, most: most * 2 };
}

/** Powers of ten, some left out where there is no room. */
function powersBetween({ least, most }: Range, room: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first + 1) / room));
  return Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, at) => 10 ** (first + at * step));
}

/** Round values, some four to eight of them: steps of one, two or five over less than a power of ten, else one, two and five of each power. */
function ticksBetween(low: number, high: number): number[] {
  if (high / low < 10) {
    const power = 10 ** Math.floor(Math.log10((high - low) / 5));
    const step = power * ([1, 2, 5].find((times) => (high - low) / (power * times) <= 6) ?? 10);
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(6)));
  }
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const each = last - first > 3 ? [1] : [1, 2, 5];
  const all = Array.from({ length: last - first + 1 }, (_, at) => each.map((times) => times * 10 ** (first + at))).flat();
  return all.filter((tick) => tick >= low && tick <= high);
}
