import { html, nothing } from 'lit';
import type { MeasureFigures, QualityResult } from '../../../src/protocol/results.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, number } from '../../ui/words.ts';
import type { DotsSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { figure } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { samplesLink } from '../../chart/table/draw-table.ts';
import { cell, samplesCell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Measures of the samples, or of groups of them, with how far a draw strays. */
export class LoomInsightsDiversity extends StoreElement<InsightsStore> {
  static override styles = [base, buttons, sectionStyles];

  override render() {
    const { value } = this.store.quality;
    if (value === null) return nothing;
    const small = value.sets.filter(({ tooSmall }) => tooSmall !== null);
    return html`<h2>Diversity</h2>
      <p class="lead">
        How much the texts differ from each other, on draws of equal size. The bar is how far a single draw strays: figures whose bars
        overlap say little, and no figure is good or bad by itself.
      </p>
      ${this.#sets(value)}
      ${
        small.length === 0
          ? nothing
          : html`<ul class="notes soft">
              ${small.map(({ title, tooSmall }) => html`<li>No figures for ${title}: ${tooSmall}.</li>`)}
            </ul>`
      }
      <div class="grid">${value.measures.map((measure) => this.#measure(measure, value))}</div>
      ${notes(value)}`;
  }

  #sets({ sets, otherGroups }: QualityResult) {
    return html`<p class="numbers">
      ${sets.map(
        ({ title, counted: samples, meanWords }) =>
          html`<span
            >${samplesLink(samples.samples === 0 ? title : counted(samples.samples, 'sample'), samples, this)}
            <span class="soft"
              >${sets.length === 1 ? '' : title} ${meanWords === null ? '' : `· ${figure(meanWords)} words each`}</span
            ></span
          >`,
      )}
      ${
        otherGroups.groups === 0
          ? nothing
          : html`<span class="soft"
              >${counted(otherGroups.groups, 'smaller group')} with ${counted(otherGroups.samples, 'sample')} not measured</span
            >`
      }
    </p>`;
  }

  #measure({ title, meaning, higher, dependsOnOrder, size, figures }: MeasureFigures, { sets }: QualityResult) {
    const measured = sets.flatMap((set, at) => {
      const spread = figures[at];
      return spread ? [{ set, spread }] : [];
    });
    if (measured.length === 0) return nothing;
    const spec: DotsSpec = {
      kind: 'dots',
      x: higher === 'neither' ? 'neither way is more diverse' : `higher is ${higher}`,
      rows: measured.map(({ set, spread: { mean, deviation } }) => ({
        label: set.kind === 'samples' && sets.length === 1 ? figure(mean) : set.title,
        ...{ mean, low: mean - deviation, high: mean + deviation },
      })),
    };
    const table: FigureTable = {
      columns: ['set', 'mean', 'deviation of a draw', 'standard error', 'texts a draw', 'samples'],
      rows: measured.map(({ set, spread }) => [
        cell(set.title),
        cell(spread.mean),
        cell(spread.deviation),
        cell(spread.standardError),
        cell(size),
        set.kind === 'samples' ? samplesCell(set.counted) : cell(null),
      ]),
    };
    const order = dependsOnOrder ? '; depends on the order of the texts' : '';
    return html`<loom-figure
      .name=${title}
      .spec=${spec}
      .table=${table}
      .counts=${measured.map(({ set }) => set.counted)}
      .note=${`${meaning}${order}`}
    ></loom-figure>`;
  }
}

function notes({ notes, leftOut, passedOver }: QualityResult) {
  return html`<ul class="notes small soft">
    ${notes.map((note) => html`<li>${note}</li>`)} ${leftOut.map(({ what, reason }) => html`<li>${what}: ${reason}</li>`)}
    ${passedOver.map(({ reason, count }) => html`<li>${number(count)} passed over: ${reason}</li>`)}
  </ul>`;
}

customElements.define('loom-insights-diversity', LoomInsightsDiversity);
