import { css, html } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import type { InsightsDoor } from './insights-door.ts';

/** The place of the insights: opens them when it is first shown, and says so while they are loaded. */
export class LoomInsightsTab extends StoreElement<InsightsDoor> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, noModel: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        flex: 1;
        display: flex;
        min-height: 0;
      }
      loom-insights {
        flex: 1;
        min-width: 0;
      }
      .centre {
        flex: 1;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 16px;
        padding: 24px;
      }
    `,
  ];
  /** What was last said of an action. */
  declare message: string;
  /** Reason that no model may be called and nothing is written; null when both may be. */
  declare noModel: string | null;

  protected override firstUpdated(): void {
    void this.store.open();
  }

  override render() {
    const { store, error } = this.store;
    if (store !== null) return html`<loom-insights .store=${store} .message=${this.message} .noModel=${this.noModel}></loom-insights>`;
    if (error === null) {
      return html`<div class="centre" role="status">
        <vscode-progress-ring></vscode-progress-ring>
        <p class="soft">Opening the insights…</p>
      </div>`;
    }
    return html`<div class="centre" role="alert">
      <p class="error">The insights could not be opened: ${error}</p>
      <button
        class="link"
        @click=${() => {
          void this.store.open();
        }}
      >
        Retry
      </button>
    </div>`;
  }
}

customElements.define('loom-insights-tab', LoomInsightsTab);
