import { css, html } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, scrollingPart } from '../ui/styles.ts';
import './mixture/mixture-view.ts';
import type { PlanStore } from './plan-store.ts';
import './scaling/scaling-view.ts';

/** The tab *Plan*: what to train on, and how much of it a goal takes by what smaller runs have shown. */
export class LoomPlan extends StoreElement<PlanStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false } };
  static override styles = [
    base,
    scrollingPart,
    css`
      loom-mixture {
        margin-bottom: 40px;
      }
    `,
  ];
  /** Reason that nothing is written or started; null when it is. */
  declare noModel: string | null;

  constructor() {
    super();
    this.noModel = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.leave();
  }

  override render() {
    const { mixture, scaling } = this.store;
    return html`<div class="body" role="region" aria-label="Plan" tabindex="0">
      <loom-mixture .store=${mixture} .noModel=${this.noModel}></loom-mixture>
      <loom-scaling .store=${scaling}></loom-scaling>
    </div>`;
  }
}

customElements.define('loom-plan', LoomPlan);
