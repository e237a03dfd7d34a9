import { css, html, nothing, type TemplateResult } from 'lit';
import type { MeasuredLeakage, Span } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons, statusStyles } from '../../ui/styles.ts';
import { counted, number, share, statusWords } from '../../ui/words.ts';
import { besideStyles } from '../../review/twin.ts';
import type { BarsSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { percent } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';

const noBenchmark = 'No benchmark is named yet: list its files under gates.leakage.files in the project’s settings, and measure again.';

type LeakingRow = MeasuredLeakage['samples'][number];

/** Samples that say what items of benchmarks say. */
export class LoomInsightsLeakage extends StoreElement<InsightsStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false }, asking: { state: true } };
  static override styles = [
    base,
    buttons,
    statusStyles,
    sectionStyles,
    besideStyles,
    css`
      .hits {
        display: grid;
        gap: 12px;
        margin-top: 12px;
      }
      .beside .text {
        overflow-wrap: anywhere;
      }
    `,
  ];
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;
  declare asking: boolean;

  constructor() {
    super();
    this.noModel = null;
    this.asking = false;
  }

  override render() {
    const { value, error } = this.store.leakage;
    if (value === null && error === null) return nothing;
    return html`<h2>Leakage</h2>
      <p class="lead">
        Samples that share long runs of words with items of a benchmark: a model trained on them would be tested on what it has seen. Leaks
        in other words are not found.
      </p>
      ${error === null ? nothing : this.#toSettings(`Benchmarks could not be looked for: ${error}`, 'error')}
      ${value === null ? nothing : value.benchmarks.length === 0 ? this.#toSettings(noBenchmark, '') : this.#found(value)}`;
  }

  #toSettings(said: string, kind: 'error' | '') {
    return html`<p class=${kind} role=${kind === 'error' ? 'alert' : 'status'}>
      ${said}
      <button
        class="link"
        @click=${() => {
          emit(this, 'loom-settings', null);
        }}
      >
        Open settings
      </button>
      <button
        class="link"
        @click=${() => {
          void this.store.measure(['leakage']);
        }}
      >
        ${kind === 'error' ? 'Retry' : 'Measure'}
      </button>
    </p>`;
  }

  #found(value: MeasuredLeakage) {
    const { benchmarks, samples, looked, leaked, flagged, ngram, share: least } = value;
    const spec: BarsSpec = {
      ...{ kind: 'bars', x: 'per cent of items leaked' },
      rows: benchmarks.map(({ file, items, leakedItems, coverage }) => ({
        label: file,
        value: coverage * 100,
        note: `${number(leakedItems)} of ${counted(items, 'item')}`,
      })),
    };
    const table: FigureTable = {
      columns: ['benchmark', 'items', 'too short', 'leaked items', 'share', 'samples leaked', 'samples flagged'],
      rows: benchmarks.map(({ file, items, tooShort, leakedItems, coverage, leaked: most, flagged: some }) => [
        ...[cell(file), cell(items), cell(tooShort.count), cell(leakedItems), cell(coverage), cell(most), cell(some)],
      ]),
    };
    return html`<p class="line" data-testid="leakage-found">
        <span
          >${counted(leaked, 'sample')} leaked and ${number(flagged)} flagged of ${number(looked)}, by ${ngram} words in a row and a share
          of ${percent(least)} of an item</span
        >
        ${leaked === 0 ? nothing : this.#reject(leaked)}
      </p>
      <loom-figure .name=${'Items of benchmarks in samples'} .spec=${spec} .table=${table} .note=${passedOver(value)}></loom-figure>
      <div class="hits">${samples.map((sample) => this.#sample(sample))}</div>
      ${leaked + flagged > samples.length ? html`<p class="soft">The first ${number(samples.length)} are shown, those with the largest share first.</p>` : nothing}`;
  }

  #reject(leaked: number) {
    const busy = this.store.deciding !== null || this.noModel !== null;
    if (!this.asking) {
      return html`<vscode-button
        appearance="secondary"
        ?disabled=${busy}
        title=${this.noModel ?? nothing}
        @click=${() => {
          this.asking = true;
        }}
        >Reject Leaked…</vscode-button
      >`;
    }
    return html`<span>Reject ${counted(leaked, 'sample')}?</span>
      <vscode-button
        appearance="secondary"
        ?disabled=${busy}
        @click=${() => {
          this.asking = false;
          this.store.rejectLeaked();
        }}
        >Reject</vscode-button
      >
      <vscode-button
        appearance="secondary"
        @click=${() => {
          this.asking = false;
        }}
        >Cancel</vscode-button
      >`;
  }

  #sample({ sample, status, label, verdict, hits, more }: LeakingRow) {
    const [hit] = hits;
    const others = hits.length - 1 + more;
    return html`<article class="card" data-testid="leak">
      <p>${label}</p>
      <p class="line small soft">
        <span class="status" data-status=${status}>${statusWords[status]}</span>
        <span>${verdict}</span>
        ${others > 0 ? html`<span>${counted(others, 'more hit')}</span>` : nothing}
        <button
          class="link"
          aria-label="Show sample: ${label}"
          @click=${() => {
            emit(this, 'loom-focus', { kind: 'sample', sample });
          }}
        >
          Show
        </button>
      </p>
      ${
        hit === undefined
          ? nothing
          : html`<div class="beside">
              <div>
                <p class="small soft">In the ${hit.part}</p>
                <p class="text">${inSample(label, hit.ngram)}</p>
              </div>
              <div>
                <p class="small soft">${hit.file}, line ${hit.line}: ${share(hit.share)} of it in the sample</p>
                <p class="text">${marked(hit.item.text, hit.item)}</p>
              </div>
            </div>`
      }
    </article>`;
  }
}

/** The shared words where the sample's label has them; else by themselves, since more of the sample is not here. */
function inSample(label: string, ngram: string): TemplateResult {
  const start = label.indexOf(ngram);
  return start < 0 ? html`… <mark>${ngram}</mark> …` : marked(label, { start, end: start + ngram.length });
}

const marked = (text: string, { start, end }: Span): TemplateResult =>
  html`${text.slice(0, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end)}`;

function passedOver({ benchmarks }: MeasuredLeakage): string {
  const told = benchmarks.flatMap(({ file, passedOver }) =>
    passedOver.map(({ reason, count }) => `${file}: ${number(count)} passed over, ${reason}`),
  );
  return told.join('; ');
}

customElements.define('loom-insights-leakage', LoomInsightsLeakage);
