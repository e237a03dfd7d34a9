import { css, html, LitElement, type PropertyValues } from 'lit';
import { base } from '../ui/styles.ts';
import { onThemeChange } from '../ui/theme.ts';
import type { DrawnChart } from './plot.ts';
import { chartHeight, chartSummary, type ChartSpec } from './spec.ts';

/** A chart in the width that there is. Tells of a click on a value as `loom-mark`, with the value's place in the description. */
export class LoomChart extends LitElement {
  static override properties = {
    spec: { attribute: false },
    /** Places of the values that can be clicked. */
    open: { attribute: false },
    failed: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        --chart: var(--vscode-charts-blue);
        --chart-2: var(--vscode-charts-green);
        --chart-3: var(--topic);
        --chart-4: var(--vscode-charts-red);
        /* Fainter than lines between parts, which high contrast draws in full. */
        --grid: color-mix(in srgb, var(--vscode-foreground) 16%, transparent);
        display: block;
        min-width: 0;
        font-size: var(--small);
      }
      .stage {
        min-width: 0;
        overflow: hidden;
      }
      svg {
        display: block;
        max-width: 100%;
      }
      svg text {
        white-space: pre;
      }
      .open {
        cursor: pointer;
      }
      .open:hover {
        fill: var(--vscode-list-hoverBackground);
        fill-opacity: 0.5;
      }
    `,
  ];
  declare spec: ChartSpec;
  declare open: ReadonlySet<number>;
  declare failed: string | null;
  #drawn: DrawnChart | null = null;
  #drawnFor = '';
  /** Width of the stage in whole pixels, as it was last told. */
  #width = 0;
  #stopTheme: (() => void) | null = null;
  readonly #sizes = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    void this.#draw();
  });

  constructor() {
    super();
    this.open = new Set();
    this.failed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    // Colours follow by themselves; texts take other places with another font.
    this.#stopTheme = onThemeChange(() => void this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#stopTheme?.();
  }

  /** The picture as it is shown; null before it is drawn. */
  get picture(): SVGSVGElement | null {
    return this.#drawn?.svg ?? null;
  }

  override render() {
    if (this.failed !== null)
      return html`<p class="error" role="alert">The chart could not be drawn: ${this.failed} The table has its numbers.</p>`;
    return html`<div class="stage" role="img" aria-label=${chartSummary(this.spec)} @click=${this.#click}></div>`;
  }

  protected override updated(changes: PropertyValues<this>): void {
    // Its room is taken before it is drawn, so that nothing below it moves.
    this.renderRoot.querySelector<HTMLElement>('.stage')?.style.setProperty('height', `${chartHeight(this.spec)}px`);
    if (changes.has('spec') || changes.has('open')) void this.#draw();
  }

  async #draw(): Promise<void> {
    if (this.#width === 0 || !this.hasUpdated) return;
    const { fontSize, fontFamily } = getComputedStyle(this);
    const wanted = JSON.stringify([this.spec, [...this.open], this.#width, fontSize, fontFamily]);
    if (wanted === this.#drawnFor) return;
    this.#drawnFor = wanted;
    try {
      const { drawChart } = await import('./plot.ts');
      if (wanted !== this.#drawnFor) return;
      const pen = document.createElement('canvas').getContext('2d');
      if (pen !== null) pen.font = `${fontSize} ${fontFamily}`;
      const size = Number.parseFloat(fontSize);
      const measure = (text: string): number => pen?.measureText(text).width ?? text.length * size * 0.6;
      const drawn = drawChart(this.spec, { width: this.#width, fontSize: size, measure });
      for (const [at, hit] of drawn.hits.entries()) if (this.open.has(at)) hit.classList.add('open');
      this.#drawn = drawn;
      this.renderRoot.querySelector('.stage')?.replaceChildren(drawn.svg);
    } catch (cause) {
      this.failed = cause instanceof Error ? cause.message : String(cause);
    }
  }

  readonly #click = ({ target }: Event): void => {
    const at = this.#drawn?.hits.findIndex((hit) => hit === target) ?? -1;
    if (this.open.has(at)) this.dispatchEvent(new CustomEvent('loom-mark', { detail: at }));
  };
}

customElements.define('loom-chart', LoomChart);
