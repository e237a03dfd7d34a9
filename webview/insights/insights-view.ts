import { css, html, nothing } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, scrollingPart } from '../ui/styles.ts';
import './controls.ts';
import './duplicates/duplicates.ts';
import { sectionStyles } from '../chart/section-styles.ts';
import type { InsightsStore } from './insights-store.ts';
import './sections/coverage.ts';
import './sections/distributions.ts';
import './sections/diversity.ts';
import './sections/kinds.ts';
import './sections/leakage.ts';
import './sections/similarity.ts';

const sections = [
  { id: 'diversity', title: 'Diversity' },
  { id: 'document', title: 'Within one document' },
  { id: 'distributions', title: 'Distributions' },
  { id: 'coverage', title: 'Coverage' },
  { id: 'duplicates', title: 'Duplicates' },
  { id: 'leakage', title: 'Leakage' },
  { id: 'kinds', title: 'Kinds' },
] as const;

/** The tab *Insights*: what is measured, and a section for each subject. */
export class LoomInsights extends StoreElement<InsightsStore> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, noModel: { attribute: false } };
  static override styles = [
    base,
    buttons,
    sectionStyles,
    scrollingPart,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin-bottom: 16px;
      }
      section {
        max-width: 1120px;
        margin-bottom: 40px;
        scroll-margin-top: 8px;
      }
      section:empty {
        display: none;
      }
      .centre {
        padding: 32px 12px;
        max-width: 60ch;
      }
    `,
  ];
  declare message: string;
  declare noModel: string | null;

  constructor() {
    super();
    this.message = '';
    this.noModel = null;
  }

  override render() {
    return html`<loom-insights-controls .store=${this.store} .message=${this.message} .noModel=${this.noModel}></loom-insights-controls>
      <div class="body" role="region" aria-label="Figures" tabindex="0">${this.#body()}</div>`;
  }

  #body() {
    const { quality } = this.store;
    if (quality.error !== null) {
      return html`<p class="centre error" role="alert">
        The samples could not be measured: ${quality.error}
        <button
          class="link"
          @click=${() => {
            void this.store.measure();
          }}
        >
          Retry
        </button>
      </p>`;
    }
    if (quality.value === null)
      return this.store.calledOff ? html`<p class="centre soft">Called off before anything was measured.</p>` : nothing;
    if (quality.value.counted.samples === 0) return this.#empty();
    const { store, noModel } = this;
    return html`<nav aria-label="Sections" class="small">
        ${sections.map(
          ({ id, title }) =>
            html`<button
              class="link"
              @click=${() => {
                this.renderRoot.querySelector(`#${id}`)?.scrollIntoView({ block: 'start' });
              }}
            >
              ${title}
            </button>`,
        )}
      </nav>
      <section id="diversity"><loom-insights-diversity .store=${store}></loom-insights-diversity></section>
      <section id="document"><loom-insights-similarity .store=${store}></loom-insights-similarity></section>
      <section id="distributions"><loom-insights-distributions .store=${store}></loom-insights-distributions></section>
      <section id="coverage"><loom-insights-coverage .store=${store}></loom-insights-coverage></section>
      <section id="duplicates"><loom-insights-duplicates .store=${store} .noModel=${noModel}></loom-insights-duplicates></section>
      <section id="leakage"><loom-insights-leakage .store=${store} .noModel=${noModel}></loom-insights-leakage></section>
      <section id="kinds"><loom-insights-kinds .store=${store} .noModel=${noModel}></loom-insights-kinds></section>`;
  }

  #empty() {
    return html`<p class="centre">
      ${
        this.store.choice.line === ''
          ? 'No samples to measure yet. Generate some: what is to review or accepted is measured here.'
          : 'No sample passes this filter.'
      }
      ${
        this.store.choice.line === ''
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                this.store.choose({ line: '' });
              }}
            >
              Measure all samples
            </button>`
      }
    </p>`;
  }
}

customElements.define('loom-insights', LoomInsights);
