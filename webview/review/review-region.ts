import { html, nothing } from 'lit';
import { problemText, withFields } from '../../src/protocol/filter.ts';
import { emit } from '../ui/events.ts';
import '../ui/filter-line.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import { number, sampleStatuses, statusWords } from '../ui/words.ts';
import './action-bar.ts';
import type { Abilities } from './actions.ts';
import './edit-form.ts';
import './list-order.ts';
import type { ReviewStore } from './review-store.ts';
import './sample-list.ts';
import './sample-view.ts';
import { reviewRegionStyles } from './review-region-styles.ts';

/** Below this width the list folds into a strip above the sample. */
const narrow = 600;

/** The lower part of the panel: filter and counts, the list, the selected sample, the actions. */
export class LoomReviewRegion extends StoreElement<ReviewStore> {
  static override properties = {
    ...StoreElement.properties,
    abilities: { attribute: false },
    message: { attribute: false },
    narrow: { type: Boolean, reflect: true },
    suggesting: { state: true },
  };
  static override styles = [base, buttons, fields, reviewRegionStyles];
  declare abilities: Abilities;
  declare message: string;
  declare narrow: boolean;
  /** While it is offered how the filter goes on, what is missing in it is no mistake yet. */
  declare suggesting: boolean;
  readonly #sizes = new ResizeObserver(() => {
    this.narrow = this.clientWidth < narrow;
  });

  constructor() {
    super();
    this.narrow = false;
    this.suggesting = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  /** Puts the keyboard back where keys act on the sample, after a form has gone. */
  focusSample(): void {
    this.renderRoot.querySelector<HTMLElement>('.sample')?.focus({ preventScroll: true });
  }

  override render() {
    const { listing } = this.store;
    return html`<div class="filter" role="search">${this.#filter()} ${this.#counts()} ${this.#problems()}</div>
      <div class="body">
        ${listing.pages.total === 0 ? this.#empty() : html`<div class="left" data-rows=${listing.pages.total}><loom-list-order .store=${this.store}></loom-list-order><loom-sample-list .store=${this.store} ?strip=${this.narrow}></loom-sample-list></div>`}
        ${listing.pages.total === 0 && this.store.selected === null ? nothing : this.#pane()}
      </div>`;
  }

  #filter() {
    const { store } = this;
    return html`<loom-filter-line
      .label=${'Filter samples'}
      .placeholder=${'status:pending file:… words'}
      .line=${store.filterText}
      .isWrong=${store.filterProblem !== null}
      .suggest=${store.suggest}
      @loom-typed=${({ detail }: CustomEvent<string>) => {
        store.typeFilter(detail);
      }}
      @loom-suggesting=${(event: CustomEvent<boolean>) => {
        this.suggesting = event.detail;
      }}
      @loom-filtered=${() => {
        this.renderRoot.querySelector<HTMLElement>('loom-sample-list')?.focus();
      }}
    ></loom-filter-line>`;
  }

  #counts() {
    const { counts, total } = this.store.listing.pages;
    const chosen = this.store.listing.filter.status ?? [];
    return html`<div class="counts">
      ${sampleStatuses.map((status) => {
        const only = chosen.length === 1 && chosen[0] === status;
        return html`<button
          class="count"
          aria-pressed=${only ? 'true' : 'false'}
          data-testid="count-${status}"
          @click=${() => {
            void this.store.setFilter(withFields(this.store.filterText, { status: only ? undefined : [status] }));
          }}
        >
          <b>${number(counts[status])}</b> ${statusWords[status]}
        </button>`;
      })}
      ${
        total < 2 || this.store.filterProblem !== null
          ? nothing
          : html`<button
                class="link"
                @click=${() => {
                  this.store.checkAll();
                }}
              >
                Select all ${number(total)}
              </button>
              <button
                class="link"
                ?disabled=${this.abilities.noModel !== null}
                title=${this.abilities.noModel ?? 'Have all these scored by the model for judging'}
                @click=${() => {
                  emit(this, 'loom-judge', { filter: this.store.listing.filter });
                }}
              >
                Judge all ${number(total)}…
              </button>`
      }
    </div>`;
  }

  #problems() {
    const { listing, filterProblem } = this.store;
    return html`${filterProblem === null || this.suggesting ? nothing : html`<p class="problem error small" role="alert">${problemText(filterProblem)}</p>`}
    ${
      listing.error === null
        ? nothing
        : html`<p class="problem error" role="alert">
            The samples could not be loaded: ${listing.error}
            <button
              class="link"
              @click=${() => {
                void listing.refresh();
              }}
            >
              Retry
            </button>
          </p>`
    }`;
  }

  #empty() {
    const { listing, filterText } = this.store;
    if (listing.error !== null) return nothing;
    if (listing.loading) return html`<p class="empty soft">Loading samples…</p>`;
    const { pending, accepted, rejected, gated } = listing.pages.counts;
    if (filterText === '') return html`<p class="empty soft">No samples yet. Generate some: they appear here as they are made.</p>`;
    return html`<p class="empty soft">
      ${pending + accepted + rejected + gated === 0 ? 'No samples here yet.' : 'No samples match.'}
      <button
        class="link"
        @click=${() => {
          void this.store.setFilter('');
        }}
      >
        Show all samples
      </button>
    </p>`;
  }

  #pane() {
    const { store } = this;
    const draft = store.openDraft;
    const editing = draft?.kind === 'edit' ? draft : null;
    return html`<div class="pane">
      <div class="sample" tabindex="-1" role="region" aria-label="Sample">
        ${store.detail.error === null ? nothing : this.#failed(store.detail.error)}
        <loom-sample-view .store=${store} .message=${this.message}>
          ${editing === null ? nothing : html`<loom-edit-form .store=${store} .draft=${editing}></loom-edit-form>`}
        </loom-sample-view>
      </div>
      <loom-action-bar ?hidden=${editing !== null && store.failure === null} .store=${store} .abilities=${this.abilities}></loom-action-bar>
    </div>`;
  }

  #failed(error: string) {
    return html`<p class="error" role="alert">
      The sample could not be loaded: ${error}
      <button
        class="link"
        @click=${() => {
          this.store.retryDetail();
        }}
      >
        Retry
      </button>
    </p>`;
  }
}

customElements.define('loom-review-region', LoomReviewRegion);
