import { css, html, nothing } from 'lit';
import type { CountedSamples, DiversityMeasurement } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, modelName, number } from '../../ui/words.ts';
import type { BarsSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { figure } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { idsLine } from '../ids-line.ts';
import { cell, samplesCell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Groups that a chart shows; the table has them all. */
const shownGroups = 20;

/** Kinds of samples that a model finds when it groups draws of them. */
export class LoomInsightsKinds extends StoreElement<InsightsStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false } };
  static override styles = [
    base,
    buttons,
    sectionStyles,
    css`
      .measurement + .measurement {
        margin-top: 24px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      details {
        margin-bottom: 8px;
      }
      summary {
        cursor: pointer;
        width: max-content;
        max-width: 100%;
      }
    `,
  ];
  /** Reason that no model may be called; null when one may. */
  declare noModel: string | null;

  constructor() {
    super();
    this.noModel = null;
  }

  override render() {
    const { value, error } = this.store.kinds;
    if (value === null && error === null) return nothing;
    return html`<h2>Kinds of samples</h2>
      <p class="lead">
        A model groups small draws of samples by criteria that it found, again and again. D is the number of valid groups over their mean
        size: of draws of ten, from .1 (all alike) to 10 (all apart). It holds for that model, these criteria and this size of a draw only.
      </p>
      <p class="line">
        <vscode-button
          appearance="secondary"
          ?disabled=${this.noModel !== null}
          title=${this.noModel ?? 'Shows what it would take before it starts'}
          @click=${() => {
            const filter = this.store.filter;
            if (filter !== null) emit(this, 'loom-measure-diversity', { filter });
          }}
          >Measure…</vscode-button
        >
        ${value?.measurements.length === 0 ? html`<span class="soft">Not measured yet.</span>` : nothing}
      </p>
      ${error === null ? nothing : html`<p class="error" role="alert">The measurements could not be fetched: ${error}</p>`}
      ${value?.measurements.map((each) => this.#measurement(each)) ?? nothing}`;
  }

  #measurement(measured: DiversityMeasurement) {
    const { score, standardError, rounds, misses, samples, settings, model, criteria, groups, groupNames, startedAt, outcome } = measured;
    const counts = groups.map(({ sampleCount, samples: ids }) => groupCount(sampleCount, ids));
    const shown = groups.slice(0, shownGroups);
    const spec: BarsSpec = {
      ...{ kind: 'bars', x: 'different samples' },
      rows: shown.map(({ name, sampleCount, groups: times }) => ({
        label: name || 'without a name',
        value: sampleCount,
        note: counted(times, 'group'),
      })),
    };
    const table: FigureTable = {
      columns: ['kind', 'different samples', 'groups', 'valid groups'],
      rows: groups.map(({ name, groups: times, valid }, at) => [
        ...[cell(name || 'without a name'), samplesCell(counts[at]!), cell(times), cell(valid)],
      ]),
    };
    return html`<div class="measurement" data-testid="measurement">
      <p class="numbers">
        <span><b>D ${score === null ? '–' : figure(score)}</b> ${standardError === null ? nothing : html`± ${figure(standardError)}`}</span>
        <span class="soft"
          >${counted(rounds, 'round')} of ${settings.size} from
          ${counted(samples, 'sample')}${misses === 0 ? '' : `, ${number(misses)} without a valid group`}</span
        >
        <span class="soft"
          >${modelName(model)} · ${startedAt.slice(0, 10)}${outcome === 'done' ? '' : ` · ${outcome}`} · ${usageText(measured)}</span
        >
      </p>
      ${criteria.length === 0 ? nothing : criteriaOf(criteria)}
      ${
        groups.length === 0
          ? nothing
          : html`<loom-figure
              .name=${`Kinds found by ${modelName(model)}`}
              .spec=${spec}
              .table=${table}
              .counts=${counts}
              .note=${groupNames > shown.length ? `${number(shown.length)} of ${number(groupNames)} names; the table has ${number(groups.length)}.` : ''}
            ></loom-figure>`
      }
    </div>`;
  }
}

const criteriaOf = (criteria: DiversityMeasurement['criteria']) =>
  html`<details>
    <summary>${counted(criteria.length, 'criterion').replace('criterions', 'criteria')} that samples were grouped by</summary>
    <ul class="notes">
      ${criteria.map(({ kind, name, definition, line }) => html`<li>${name} <span class="soft">(${kind}) ${line || definition}</span></li>`)}
    </ul>
  </details>`;

const usageText = ({ usage: { tokens, cost } }: DiversityMeasurement): string =>
  `${number(tokens.prompt + tokens.completion)} tokens${cost === null || cost === 0 ? '' : `, $${cost.toFixed(2)}`}`;

const groupCount = (samples: number, ids: readonly string[]): CountedSamples => ({
  samples,
  line: idsLine(ids),
  isWhole: ids.length === samples,
});

customElements.define('loom-insights-kinds', LoomInsightsKinds);
