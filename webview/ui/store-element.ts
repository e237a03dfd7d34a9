import { LitElement, type PropertyValues } from 'lit';
import type { ViewStore } from './store.ts';

/** A view of a store: draws again whenever the store changes, and lets go of it when it leaves the page. */
// The type is what subclasses declare their store to be.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export abstract class StoreElement<S extends ViewStore> extends LitElement {
  static override properties = { store: { attribute: false } };
  declare store: S;
  #stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('store')) this.#listen();
  }

  #listen(): void {
    this.#stop?.();
    this.#stop = this.store.subscribe(() => {
      this.requestUpdate();
    });
  }
}
