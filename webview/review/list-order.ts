import { css, html } from 'lit';
import { emit } from '../ui/events.ts';
import type { SampleOrder } from '../ui/intent.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import type { ReviewStore } from './review-store.ts';

const orders: readonly { readonly order: SampleOrder; readonly name: string; readonly title: string }[] = [
  { order: 'time', name: 'oldest first', title: 'As they were made' },
  { order: 'judge', name: 'worst first', title: 'What the judge scored lowest; what was not judged comes last' },
];

/** The line above the list: in which order it is, and how far the scores behind that order are to be trusted. */
export class LoomListOrder extends StoreElement<ReviewStore> {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 28px;
        padding: 0 8px 0 12px;
        border-bottom: 1px solid var(--line);
        white-space: nowrap;
      }
      .orders {
        flex: 1;
        display: flex;
        gap: 8px;
      }
      .order {
        border-radius: 2px;
        color: var(--soft);
      }
      .order:hover,
      .order[aria-pressed='true'] {
        color: var(--vscode-foreground);
      }
      .order:focus-visible {
        outline-offset: 3px;
      }
      .order[aria-pressed='true'] {
        text-decoration: underline;
        text-underline-offset: 4px;
      }
    `,
  ];

  override render() {
    const { listing } = this.store;
    return html`<div class="orders small" role="group" aria-label="Order">
        ${orders.map(
          ({ order, name, title }) =>
            html`<button
              class="order"
              aria-pressed=${order === listing.order ? 'true' : 'false'}
              title=${title}
              @click=${() => {
                void this.store.setOrder(order);
              }}
            >
              ${name}
            </button>`,
        )}
      </div>
      <button
        class="link small"
        title="How well the judge’s scores go with your decisions"
        @click=${() => {
          emit(this, 'loom-calibrate', null);
        }}
      >
        Calibrate…
      </button>`;
  }
}

customElements.define('loom-list-order', LoomListOrder);
