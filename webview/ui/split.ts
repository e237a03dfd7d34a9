import { css, html, LitElement, nothing } from 'lit';
import { base, buttons } from './styles.ts';

/** Shares closer to an end than this are that end: the other part fills the panel. */
const snap = 0.08;
const step = 0.05;
const half = 0.45;

/**
 * Two parts one above the other (slots `above` and `below`) with a line between them that drags and obeys the arrow
 * keys. Fires `loom-split` with the upper part's share of the height, 0–1.
 */
export class LoomSplit extends LitElement {
  static override properties = { share: { type: Number }, above: { type: String }, below: { type: String } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, var(--above)) auto minmax(0, var(--under)) / minmax(0, 1fr);
        min-height: 0;
      }
      .part {
        min-height: 0;
        overflow: hidden;
      }
      .line {
        position: relative;
        display: flex;
        justify-content: center;
        height: 1px;
        background: var(--line);
      }
      [role='separator'] {
        position: absolute;
        z-index: 1;
        inset: -4px 0;
        cursor: ns-resize;
        touch-action: none;
      }
      [role='separator']::after {
        content: '';
        position: absolute;
        inset: 3px 0;
      }
      [role='separator']:hover::after,
      [role='separator']:focus-visible::after,
      [role='separator'].dragging::after {
        background: var(--vscode-sash-hoverBorder, var(--accent));
      }
      [role='separator']:focus-visible {
        outline: none;
      }
      .fill {
        position: absolute;
        z-index: 2;
        bottom: -8px;
        display: flex;
        border: 1px solid var(--line);
        border-radius: 4px;
        background: var(--vscode-editor-background);
      }
      .fill button {
        width: 24px;
        height: 16px;
        font-size: 8px;
        line-height: 14px;
        text-align: center;
        color: var(--soft);
      }
      .fill button:hover {
        color: var(--vscode-foreground);
      }
      :host([data-ends='above']) .fill {
        bottom: 0;
      }
      :host([data-ends='below']) .fill {
        top: 0;
        bottom: auto;
      }
    `,
  ];
  declare share: number;
  /** Names of the two parts. */
  declare above: string;
  declare below: string;
  #dragging = false;

  constructor() {
    super();
    this.share = half;
    this.above = '';
    this.below = '';
  }

  protected override updated(): void {
    // Set here and not in the template: the content security policy allows no style attributes.
    this.style.setProperty('--above', `${this.share}fr`);
    this.style.setProperty('--under', `${1 - this.share}fr`);
    this.dataset.ends = this.share === 1 ? 'above' : this.share === 0 ? 'below' : 'both';
  }

  override render() {
    return html`<div class="part" ?inert=${this.share === 0}><slot name="above"></slot></div>
      <div class="line">
        <div
          role="separator"
          tabindex="0"
          aria-orientation="horizontal"
          aria-label="${this.above} and ${this.below}"
          aria-valuenow=${Math.round(this.share * 100)}
          aria-valuemin="0"
          aria-valuemax="100"
          class=${this.#dragging ? 'dragging' : ''}
          @pointerdown=${this.#grab}
          @pointermove=${this.#drag}
          @pointerup=${this.#drop}
          @pointercancel=${this.#drop}
          @dblclick=${() => {
            this.#to(half);
          }}
          @keydown=${this.#press}
        ></div>
        <div class="fill">
          ${this.share === 0 ? nothing : this.#fill('▲', this.below, this.share === 1 ? half : 0)}
          ${this.share === 1 ? nothing : this.#fill('▼', this.above, this.share === 0 ? half : 1)}
        </div>
      </div>
      <div class="part" ?inert=${this.share === 1}><slot name="below"></slot></div>`;
  }

  #fill(sign: string, part: string, to: number) {
    const name = to === half ? 'Show both' : `Fill with ${part.toLowerCase()}`;
    return html`<button
      aria-label=${name}
      title=${name}
      @click=${() => {
        this.#to(to);
      }}
    >
      ${sign}
    </button>`;
  }

  readonly #grab = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#dragging = true;
    this.requestUpdate();
  };

  readonly #drag = (event: PointerEvent): void => {
    if (!this.#dragging) return;
    const box = this.getBoundingClientRect();
    this.#to((event.clientY - box.top) / box.height);
  };

  readonly #drop = (): void => {
    this.#dragging = false;
    this.requestUpdate();
  };

  readonly #press = (event: KeyboardEvent): void => {
    const to: Partial<Record<string, number>> = { ArrowUp: this.share - step, ArrowDown: this.share + step, Home: 0, End: 1, Enter: half };
    const share = to[event.key];
    if (share === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // A step out of a filled state must leave the snapping zone.
    const moved =
      this.share === 0 && share > 0
        ? Math.max(share, snap + step)
        : this.share === 1 && share < 1
          ? Math.min(share, 1 - snap - step)
          : share;
    this.#to(moved);
  };

  #to(share: number): void {
    const rounded = Math.round(share * 1000) / 1000;
    const snapped = rounded < snap ? 0 : rounded > 1 - snap ? 1 : rounded;
    if (snapped !== this.share) this.dispatchEvent(new CustomEvent('loom-split', { detail: snapped }));
  }
}

customElements.define('loom-split', LoomSplit);
