import { css, html } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base } from '../ui/styles.ts';
import './comparison.ts';
import './snapshot-list.ts';
import type { SnapshotsStore } from './snapshots-store.ts';

/** The tab *Snapshots*: the named states of the project, and what differs between two of them. */
export class LoomSnapshots extends StoreElement<SnapshotsStore> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, noModel: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: block;
        min-height: 0;
        overflow-y: auto;
        scrollbar-gutter: stable;
        padding: 12px 12px 48px;
      }
      section {
        max-width: 960px;
        margin-bottom: 32px;
      }
    `,
  ];
  /** What was last said of an action. */
  declare message: string;
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;

  constructor() {
    super();
    this.message = '';
    this.noModel = null;
  }

  override render() {
    const { store, message, noModel } = this;
    return html`<section aria-label="Snapshots">
        <loom-snapshot-list .store=${store} .message=${message} .noModel=${noModel}></loom-snapshot-list>
      </section>
      <section aria-label="Differences"><loom-comparison .store=${store}></loom-comparison></section>`;
  }
}

customElements.define('loom-snapshots', LoomSnapshots);
