import { html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { StoreElement } from '../ui/store-element.ts';
import { base, statusStyles } from '../ui/styles.ts';
import { statusWords } from '../ui/words.ts';
import '../text/loom-text.ts';
import { textStyles } from '../text/text-styles.ts';
import type { ReviewStore } from './review-store.ts';
import { rowWindow, scrollToRow, type RowWindow } from './window.ts';
import { sampleListStyles } from './sample-list-styles.ts';
import type { ListedSample } from '../../src/protocol/results.ts';

const rowHeights = { list: 48, strip: 28 } as const;

/** The samples, of which only the rows in view are in the page: a million scroll like a hundred. */
export class LoomSampleList extends StoreElement<ReviewStore> {
  static override properties = {
    ...StoreElement.properties,
    /** One line a row, for narrow panels. */
    strip: { type: Boolean, reflect: true },
    viewport: { state: true },
    scrolled: { state: true },
  };
  static override styles = [base, statusStyles, textStyles, sampleListStyles];
  declare strip: boolean;
  declare viewport: number;
  declare scrolled: number;
  #drawn: RowWindow | null = null;
  #shownRow: number | null = null;
  readonly #sizes = new ResizeObserver(() => {
    this.viewport = this.clientHeight;
  });

  constructor() {
    super();
    this.strip = false;
    this.viewport = 0;
    this.scrolled = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.addEventListener('scroll', this.#scroll, { passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.removeEventListener('scroll', this.#scroll);
  }

  /** Puts the keyboard into the list. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[role=listbox]')?.focus();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    this.#drawn = rowWindow(this.#list(), this.scrolled);
  }

  protected override updated(): void {
    const drawn = this.#drawn;
    if (drawn === null) return;
    const box = this.renderRoot.querySelector<HTMLElement>('[role=listbox]');
    const rows = this.renderRoot.querySelector<HTMLElement>('.rows');
    // Styles are set here and not in the template: the content security policy allows no style attributes.
    if (box !== null) box.style.height = `${drawn.height}px`;
    if (rows !== null) rows.style.transform = `translateY(${drawn.top}px)`;
    this.toggleAttribute('data-ticking', this.store.checked.size > 0);
    if (this.viewport > 0) this.store.listing.show(drawn.first, drawn.end);
    this.#follow();
  }

  /** Keeps a newly selected row in view; scrolling away from it afterwards is the user's right. */
  #follow(): void {
    const { row } = this.store;
    if (row === this.#shownRow || this.viewport === 0) return;
    this.#shownRow = row;
    const to = row === null ? null : scrollToRow(this.#list(), row, this.scrollTop);
    if (to !== null) this.scrollTop = to;
  }

  override render() {
    const { pages } = this.store.listing;
    const { first, end } = this.#drawn ?? { first: 0, end: 0 };
    const rows = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
    const { selected, row } = this.store;
    const inView = selected !== null && row !== null && row >= first && row < end && pages.at(row)?.id === selected;
    return html`<div
      role="listbox"
      tabindex="0"
      aria-label="Samples"
      aria-multiselectable="true"
      aria-activedescendant=${inView ? `row-${row}` : nothing}
      @keydown=${this.#press}
    >
      <div class="rows" role="presentation">
        ${repeat(
          rows,
          (at) => at,
          (at) => this.#row(at, pages.at(at), pages.total),
        )}
      </div>
    </div>`;
  }

  #row(at: number, sample: ListedSample | null, total: number) {
    if (sample === null) {
      return html`<div role="option" aria-selected="false" aria-setsize=${total} aria-posinset=${at + 1} aria-label="Loading">
        <span class="question waiting"></span>
      </div>`;
    }
    const ticked = this.store.checked.has(sample.id);
    return html`<div
      role="option"
      id="row-${at}"
      data-sample-id=${sample.id}
      aria-selected=${sample.id === this.store.selected ? 'true' : 'false'}
      aria-checked=${ticked ? 'true' : 'false'}
      aria-setsize=${total}
      aria-posinset=${at + 1}
      @click=${(event: MouseEvent) => {
        this.#click(event, sample, at);
      }}
    >
      <span class="question"><loom-text line .text=${sample.label}></loom-text></span>
      <span class="facts small">
        <span class="status" data-status=${sample.status}>${statusWords[sample.status]}</span>
        ${sample.judge === null ? nothing : html`<span class="score" title="The judge’s mean score, from 1 to 5">· <span class="word">judge </span>${sample.judge.toFixed(1)}</span>`}
        <span class="more"
          >· ${sample.methodTitle}${sample.edited ? ' · edited' : ''}${sample.note === null ? '' : ` · ${sample.note}`}</span
        >
      </span>
      <span class="tick" aria-hidden="true"></span>
    </div>`;
  }

  #click(event: MouseEvent, sample: ListedSample, row: number): void {
    const ticks = event.target instanceof Element && event.target.classList.contains('tick');
    if (event.shiftKey) this.store.checkTo(row);
    else if (ticks || event.ctrlKey || event.metaKey) this.store.check(sample.id, row);
    else void this.store.select(sample.id, row);
  }

  readonly #scroll = (): void => {
    this.scrolled = this.scrollTop;
  };

  readonly #press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.viewport / this.#list().rowHeight) - 1);
    const moves: Partial<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const rows = moves[event.key];
    if (rows !== undefined) void this.store.move(rows);
    else if (event.key === ' ' && this.store.selected !== null) this.store.check(this.store.selected, this.store.row);
    else if (event.key === 'Escape' && this.store.checked.size > 0) this.store.uncheck();
    else return;
    event.preventDefault();
  };

  #list(): { readonly total: number; readonly rowHeight: number; readonly viewport: number } {
    return { total: this.store.listing.pages.total, rowHeight: this.strip ? rowHeights.strip : rowHeights.list, viewport: this.viewport };
  }
}

customElements.define('loom-sample-list', LoomSampleList);
