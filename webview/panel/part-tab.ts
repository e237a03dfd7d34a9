import { css, html, type TemplateResult } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, centred } from '../ui/styles.ts';
import type { PartDoor, PartStore } from './part-door.ts';

/** The place of a part of the panel: opens it when it is first shown, and says so while it is loaded. */
export class LoomPartTab extends StoreElement<PartDoor<PartStore>> {
  static override properties = { ...StoreElement.properties, name: {}, draw: { attribute: false } };
  static override styles = [
    base,
    buttons,
    centred,
    css`
      :host {
        flex: 1;
        display: flex;
        min-height: 0;
      }
      .part {
        flex: 1;
        min-width: 0;
      }
    `,
  ];
  /** Name of the part within a sentence. */
  declare name: string;
  /** Draws the part once it is loaded. */
  declare draw: () => TemplateResult;

  protected override firstUpdated(): void {
    void this.store.open();
  }

  override render() {
    const { store, error } = this.store;
    if (store !== null) return this.draw();
    if (error === null) {
      return html`<div class="centre" role="status">
        <vscode-progress-ring></vscode-progress-ring>
        <p class="soft">Opening the ${this.name}…</p>
      </div>`;
    }
    return html`<div class="centre" role="alert">
      <p class="error">The ${this.name} could not be opened: ${error}</p>
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

customElements.define('loom-part-tab', LoomPartTab);
