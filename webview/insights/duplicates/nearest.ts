/** What samples that were compared by meaning are told of, beside their groups: how near the nearest neighbours are, and what was left out. */
import { html, nothing } from 'lit';
import type { DuplicatesByMeaning } from '../../../src/protocol/results.ts';
import { modelName, number } from '../../ui/words.ts';
import type { HistogramSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Cosines are told as they are chosen, in hundredths. */
export const cosine = (value: number): string => value.toFixed(2);

/** Histogram of the nearest neighbours' cosines, with the threshold in it: duplicates are to its right. */
export function nearestFigure({ nearest, model, suggested }: DuplicatesByMeaning, threshold: number) {
  const bins = nearest.map(({ from, texts }, at) => ({ from, to: nearest[at + 1]?.from ?? 1, value: texts }));
  const x = 'cosine of the nearest neighbour';
  const spec: HistogramSpec = { kind: 'histogram', x, y: 'samples', threshold, groups: [{ label: x, bins }] };
  const table: FigureTable = {
    columns: ['cosine from', 'to', 'samples'],
    rows: bins.map(({ from, to, value }) => [cell(from), cell(to), cell(value)]),
  };
  const by = model === null ? '' : ` By the embeddings of ${modelName(model)}.`;
  return html`<loom-figure
    .name=${'Nearest neighbours'}
    .spec=${spec}
    .table=${table}
    .note=${`How near each sample is to the one nearest to it; the line is the threshold. ${cosine(suggested)} suits these samples.${by}`}
  ></loom-figure>`;
}

export const leftOutByMeaning = ({ otherNumbers, leftOut }: DuplicatesByMeaning) =>
  otherNumbers === 0 && leftOut === 0
    ? nothing
    : html`<ul class="notes small soft">
        ${otherNumbers === 0 ? nothing : html`<li>Pairs left out that put one problem with other numbers: ${number(otherNumbers)}.</li>`}
        ${leftOut === 0 ? nothing : html`<li>Pairs that were not looked at: ${number(leftOut)}. Choose a higher threshold.</li>`}
      </ul>`;
