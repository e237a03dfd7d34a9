import { html, nothing } from 'lit';
import { percent, trustTitles } from '../../../src/protocol/mixture.ts';
import type { PlannedKind } from '../../../src/protocol/results.ts';
import { amount } from '../../chart/figures.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import '../number-field.ts';
import { kindRowStyles } from './kind-row-styles.ts';
import type { MixtureStore } from './mixture-store.ts';
import './natural-sources.ts';
import { patternStyles } from './patterns.ts';
import './share-slider.ts';
import type { LoomShareSlider } from './share-slider.ts';
import { isSameShare } from './shares.ts';
import { swatch } from './swatch.ts';
import { warning, warningStyles } from './warning.ts';
import { allowedOver, makingLine, mostPasses, passes, passesOver } from './words.ts';

/** A kind of text: its share, what is known of shares, what of it is there, and what is lacking. */
export class LoomMixtureKind extends StoreElement<MixtureStore> {
  static override properties = {
    ...StoreElement.properties,
    planned: { attribute: false },
    noModel: { attribute: false },
    sliding: { state: true },
  };
  static override styles = [base, buttons, patternStyles, warningStyles, kindRowStyles];
  declare planned: PlannedKind;
  declare noModel: string | null;
  /** Where the slider is while it is moved. */
  declare sliding: number | null;

  constructor() {
    super();
    this.noModel = null;
    this.sliding = null;
  }

  override render() {
    const { kind, title } = this.planned;
    return html`<div class="kind" role="group" aria-label=${title}>
        <div>
          <div class="head">
            ${swatch(kind)}
            <h3>${title}</h3>
          </div>
          ${this.#share()} ${this.#under()}
        </div>
        <div class="facts">${this.#there()} ${this.#lacking()} ${this.#evidence()}</div>
      </div>
      ${
        kind === 'natural'
          ? html`<loom-natural-sources
              .store=${this.store}
              .sources=${this.planned.sources}
              .noModel=${this.noModel}
            ></loom-natural-sources>`
          : nothing
      }`;
  }

  #share() {
    const { planned, store } = this;
    const share = this.sliding ?? store.shareOf(planned);
    return html`<div class="share">
      <loom-share-slider
        .share=${share}
        .planned=${planned}
        @loom-slide=${({ detail }: CustomEvent<number>) => {
          this.sliding = detail;
        }}
        @loom-slid=${({ detail }: CustomEvent<number>) => {
          this.sliding = null;
          store.hold(planned.kind, detail);
        }}
      ></loom-share-slider>
      <span class="percent"
        ><loom-number-field
          .label=${`Percent of ${planned.title}`}
          .value=${Number(share.toFixed(store.isHeld(planned.kind) ? 2 : 1))}
          @loom-number=${({ detail }: CustomEvent<number | null>) => {
            if (detail === null) store.letGo(planned.kind);
            else store.hold(planned.kind, Math.min(100, Math.max(0, detail)));
          }}
        ></loom-number-field>
        %</span
      >
    </div>`;
  }

  #under() {
    const { planned, store } = this;
    const { kind, title, suggested } = planned;
    return html`<div class="under small">
      <button
        class="link"
        aria-label=${`Take the suggested ${percent(suggested)} of ${title}`}
        ?disabled=${isSameShare(suggested, store.shareOf(planned))}
        @click=${() => {
          store.hold(kind, suggested);
          this.#focusSlider();
        }}
      >
        suggested ${percent(suggested)}
      </button>
      ${
        store.isHeld(kind)
          ? html`<span class="soft">held</span>
              <button
                class="link"
                aria-label=${`Let go of the share of ${title}`}
                @click=${() => {
                  store.letGo(kind);
                  this.#focusSlider();
                }}
              >
                Let Go
              </button>`
          : nothing
      }
    </div>`;
  }

  /** A button that goes away, or can do no more, leaves the keyboard at what it changed. */
  #focusSlider(): void {
    this.renderRoot.querySelector<LoomShareSlider>('loom-share-slider')?.focus();
  }

  #there() {
    const { planned } = this;
    const { tokens, there, sources, share } = planned;
    const over = passesOver(planned);
    if (over === null && share === 0) return html`<p>None are there yet.</p>`;
    return html`<p class="there">
      <span>${amount(tokens)} training tokens; ${over === null ? 'none are there yet.' : `${amount(there)} unique ones are there.`}</span>
      <span class="passes"
        >${over === null ? 'at most' : `${passes(over)} of at most`}
        <loom-number-field
          class="inline"
          .label=${`Passes allowed over ${planned.title}`}
          .placeholder=${'differs'}
          .value=${allowedOver(planned)}
          @loom-number=${({ detail }: CustomEvent<number | null>) => {
            if (detail === null || (detail > 0 && detail <= mostPasses)) this.store.allow(planned.kind, detail);
          }}
        ></loom-number-field>
        passes${sources.length > 1 ? ', on average' : ''}</span
      >
    </p>`;
  }

  #lacking() {
    const making = makingLine(this.planned);
    return html`${making === null ? nothing : html`<p>${making}</p>`} ${this.planned.warnings.map(warning)}`;
  }

  #evidence() {
    const { text, trust } = this.planned.evidence;
    return html`<p class="small soft evidence"><span class="trust">${trustTitles[trust]}</span> ${text}</p>`;
  }
}

customElements.define('loom-mixture-kind', LoomMixtureKind);
