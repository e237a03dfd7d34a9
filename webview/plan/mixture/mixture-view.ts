import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MixturePlan, PlannedKind } from '../../../src/protocol/results.ts';
import { amount } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { inputs, typedIn } from '../inputs.ts';
import { folding } from './folding.ts';
import './kind-row.ts';
import './mixture-bar.ts';
import type { MixtureStore } from './mixture-store.ts';
import { mixtureStyles } from './mixture-styles.ts';
import './natural-sources.ts';
import './needs.ts';
import { warning, warningStyles } from './warning.ts';
import { sentence } from './words.ts';

/** The section *Mixture*: shares of natural and synthetic text to train on, and what is still to be made of it. */
export class LoomMixture extends StoreElement<MixtureStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false } };
  static override styles = [base, buttons, sectionStyles, inputs, folding, warningStyles, mixtureStyles];
  /** Reason that nothing is written or started; null when it is. */
  declare noModel: string | null;

  constructor() {
    super();
    this.noModel = null;
  }

  override render() {
    const { value, loading } = this.store.plan;
    return html`<section aria-busy=${loading ? 'true' : 'false'}>
      <h2>Mixture</h2>
      <p class="lead">
        What to train on: natural text, and beside it synthetic text of several kinds. What of it is there is counted, and what is lacking
        can be made. Shares that you set are held; the others part the rest.
      </p>
      ${this.#budget()} ${this.#error()} ${value === null ? this.#unplanned() : this.#planned(value)}
    </section>`;
  }

  #budget() {
    const { store } = this;
    const problem = store.budgetProblem;
    return html`<div class="line">
        <label for="budget" class="soft">Training tokens</label>
        <input
          id="budget"
          type="text"
          spellcheck="false"
          autocomplete="off"
          placeholder=${store.plan.value === null ? '1.5B' : amount(store.plan.value.budget)}
          .value=${store.budget}
          aria-invalid=${problem === null ? 'false' : 'true'}
          aria-describedby="budget-told"
          @input=${(event: Event) => {
            store.typeBudget(typedIn(event));
          }}
          @change=${() => {
            store.enterBudget();
          }}
        />
        <span id="budget-told" class="small soft">${this.#told()}</span>
        <span class="line end small">
          <span class="soft" role="status" data-testid="mixture-state">${store.state}</span>
          <button
            class="link"
            @click=${() => {
              store.suggest();
            }}
          >
            Back to the Suggestion
          </button>
          ${
            store.isFresh
              ? nothing
              : html`<button
                  class="link"
                  @click=${() => {
                    store.followSettings();
                  }}
                >
                  Back to project.yaml
                </button>`
          }
        </span>
      </div>
      ${problem === null ? nothing : html`<p class="error small" role="alert">${problem}</p>`}`;
  }

  /** What the budget comes to where none is given. */
  #told(): string {
    const { value } = this.store.plan;
    if (value === null || this.store.budget !== '' || value.isBudgetGiven) return 'as 1.5B, 300M, 2e9; empty: natural text once';
    return `${amount(value.budget)}: natural text once`;
  }

  #error() {
    const { error, value } = this.store.plan;
    if (error === null) return nothing;
    return html`<p class="error" role="alert">
      Not planned: ${sentence(error)}${value === null ? '' : ' What is shown was planned before.'}
      <button
        class="link"
        @click=${() => {
          void this.store.ask();
        }}
      >
        Retry
      </button>
    </p>`;
  }

  /** Where there is nothing to mix yet, text from elsewhere can be named. */
  #unplanned() {
    if (this.store.plan.error === null) return nothing;
    return html`<loom-natural-sources .store=${this.store} .noModel=${this.noModel}></loom-natural-sources>`;
  }

  #planned(plan: MixturePlan) {
    const { store, noModel } = this;
    const [folded, shown] = [true, false].map((is) => plan.kinds.filter(({ kind }) => store.folded.has(kind) === is));
    return html`<div class=${store.plan.loading ? 'planned old' : 'planned'}>
      <loom-mixture-bar .plan=${plan}></loom-mixture-bar>
      ${plan.warnings.map(warning)}
      <p class="small soft signs">
        <svg class="best" viewBox="0 0 12 12" aria-hidden="true"><rect x="1" y="1" width="10" height="10"></rect></svg> shares found best
        <svg class="most" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0V12" /></svg> where a warning begins
      </p>
      ${this.#kinds(shown!)}
      ${
        folded!.length === 0
          ? nothing
          : html`<details class="more">
              <summary>More kinds (${folded!.length})</summary>
              ${this.#kinds(folded!)}
            </details>`
      }
      <loom-mixture-needs .store=${store} .plan=${plan} .noModel=${noModel}></loom-mixture-needs>
      <ul class="notes small soft">
        ${plan.notes.map((note) => html`<li>${sentence(note)}</li>`)}
        <li>Tokens are counted in the vocabulary ${plan.tokenizer}.</li>
      </ul>
    </div>`;
  }

  #kinds(kinds: readonly PlannedKind[]) {
    return repeat(
      kinds,
      ({ kind }) => kind,
      (planned) => html`<loom-mixture-kind .store=${this.store} .planned=${planned} .noModel=${this.noModel}></loom-mixture-kind>`,
    );
  }
}

customElements.define('loom-mixture', LoomMixture);
