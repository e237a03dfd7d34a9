import { html, nothing } from 'lit';
import type { CountedSamples, Distribution } from '../../../src/protocol/results.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, number } from '../../ui/words.ts';
import type { ChartSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { figure } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { cell, samplesCell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Values of one field of the samples, and how many have each. */
export class LoomInsightsDistributions extends StoreElement<InsightsStore> {
  static override styles = [base, buttons, sectionStyles];

  override render() {
    const { value } = this.store.quality;
    if (value === null) return nothing;
    const { distributions } = value;
    const shown = distributions.find(({ field }) => field === this.store.choice.field) ?? usual(distributions);
    return html`<h2>Distributions</h2>
      <p class="lead">How many samples have which value of a field. A bar leads to its samples.</p>
      ${
        shown === undefined
          ? html`<p>No field has values yet.</p>`
          : html`<p class="line">
                <label class="soft" for="field">Field</label>
                <select id="field" @change=${this.#choose}>
                  ${distributions.map(({ field, title }) => html`<option value=${field} ?selected=${field === shown.field}>${title}</option>`)}
                </select>
                <span class="soft"
                  >${counted(shown.having, 'sample')} with it${shown.lacking === 0 ? '' : `, ${number(shown.lacking)} without`}</span
                >
              </p>
              ${drawn(shown)}`
      }`;
  }

  readonly #choose = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement) this.store.choose({ field: target.value });
  };
}

/** The first with something to see: what all samples share says little. */
const usual = (distributions: readonly Distribution[]): Distribution | undefined =>
  distributions.find(({ values }) => values.kind === 'numbers') ?? distributions[0];

function drawn({ title, values }: Distribution) {
  const { spec, table, counts, note } = values.kind === 'numbers' ? ofNumbers(title, values) : ofWords(title, values);
  return html`<loom-figure .name=${title} .spec=${spec} .table=${table} .counts=${counts} .note=${note}></loom-figure>`;
}

interface DrawnDistribution {
  readonly spec: ChartSpec;
  readonly table: FigureTable;
  readonly counts: readonly CountedSamples[];
  readonly note: string;
}

type Numbers = Extract<Distribution['values'], { kind: 'numbers' }>;
type Words = Extract<Distribution['values'], { kind: 'words' }>;

function ofNumbers(title: string, { bins, mean, median, least, most }: Numbers): DrawnDistribution {
  return {
    spec: {
      ...{ kind: 'histogram', x: title, y: 'samples' },
      groups: [{ label: title, mean, bins: bins.map(({ from, to, counted: { samples } }) => ({ from, to, value: samples })) }],
    },
    table: {
      columns: ['from', 'to', 'samples'],
      rows: bins.map(({ from, to, counted: each }) => [cell(from), cell(to), samplesCell(each)]),
    },
    counts: bins.map((bin) => bin.counted),
    note: `Mean ${figure(mean)} (dashed), median ${figure(median)}, from ${figure(least)} to ${figure(most)}.`,
  };
}

function ofWords(title: string, { words, rest }: Words): DrawnDistribution {
  return {
    spec: {
      kind: 'bars',
      x: 'samples',
      rows: words.map(({ value, counted: { samples } }) => ({ label: value || 'empty', value: samples })),
    },
    table: { columns: [title, 'samples'], rows: words.map(({ value, counted: each }) => [cell(value), samplesCell(each)]) },
    counts: words.map((word) => word.counted),
    note: rest.values === 0 ? '' : `${counted(rest.values, 'other value')} in ${counted(rest.samples, 'sample')}.`,
  };
}

customElements.define('loom-insights-distributions', LoomInsightsDistributions);
