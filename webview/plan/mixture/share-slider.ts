import { css, html, LitElement, nothing, svg } from 'lit';
import { percent } from '../../../src/protocol/mixture.ts';
import type { PlannedKind } from '../../../src/protocol/results.ts';
import { base } from '../../ui/styles.ts';

/** Half of the width of a band that is one share, in percent of the track. */
const leastHalf = 0.6;

/** Share of a kind as a slider, on a track with what is known of shares. Tells of each move as `loom-slide`, and of where it ends as `loom-slid`. */
export class LoomShareSlider extends LitElement {
  static override properties = { share: { attribute: false }, planned: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        --thumb: 14px;
        display: block;
        position: relative;
        height: 24px;
        min-width: 0;
      }
      svg {
        position: absolute;
        inset: 0 calc(var(--thumb) / 2);
        width: calc(100% - var(--thumb));
        height: 100%;
        overflow: visible;
      }
      .track {
        fill: color-mix(in srgb, var(--vscode-foreground) 24%, transparent);
      }
      .taken {
        fill: var(--accent);
      }
      .best {
        fill: color-mix(in srgb, var(--covered) 36%, transparent);
        stroke: var(--covered);
      }
      .most {
        stroke: var(--vscode-charts-yellow);
        stroke-width: 2;
      }
      input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        background: transparent;
        appearance: none;
        cursor: pointer;
      }
      input::-webkit-slider-runnable-track {
        height: 100%;
        background: transparent;
      }
      input::-webkit-slider-thumb {
        width: var(--thumb);
        height: var(--thumb);
        margin-top: calc((24px - var(--thumb)) / 2);
        appearance: none;
        border: 2px solid var(--vscode-editor-background);
        border-radius: 50%;
        background: var(--accent);
        box-shadow: 0 0 0 1px var(--accent);
      }
      input:focus-visible {
        outline: none;
      }
      input:focus-visible::-webkit-slider-thumb {
        outline: 2px solid var(--vscode-foreground);
        outline-offset: 2px;
      }
    `,
  ];
  declare share: number;
  declare planned: PlannedKind;

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render() {
    const { share } = this;
    const { title, evidence } = this.planned;
    const { best, most } = evidence;
    return html`<svg aria-hidden="true">
        ${best === null ? nothing : band(best.from, best.to)}
        <rect class="track" x="0" y="10" width="100%" height="4" rx="2"></rect>
        <rect class="taken" x="0" y="10" width="${share}%" height="4" rx="2"></rect>
        ${most === null ? nothing : svg`<line class="most" x1="${most}%" x2="${most}%" y1="2" y2="22"></line>`}
      </svg>
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        aria-label=${`Share of ${title}`}
        aria-valuetext=${percent(share)}
        .value=${String(share)}
        @input=${(event: Event) => {
          this.#tell('loom-slide', event);
        }}
        @change=${(event: Event) => {
          this.#tell('loom-slid', event);
        }}
      />`;
  }

  #tell(name: 'loom-slide' | 'loom-slid', { target }: Event): void {
    if (target instanceof HTMLInputElement) this.dispatchEvent(new CustomEvent(name, { detail: Number(target.value) }));
  }
}

/** Shares that were found best, where even a single one can be seen. */
function band(from: number, to: number) {
  const [low, high] = [Math.max(0, Math.min(from, (from + to) / 2 - leastHalf)), Math.max(to, (from + to) / 2 + leastHalf)];
  return svg`<rect class="best" x="${low}%" y="4" width="${high - low}%" height="16"></rect>`;
}

customElements.define('loom-share-slider', LoomShareSlider);
