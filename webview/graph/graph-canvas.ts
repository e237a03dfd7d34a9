import { css, html, LitElement, type PropertyValues } from 'lit';
import { base } from '../ui/styles.ts';
import { onThemeChange } from '../ui/theme.ts';
import { layout, type Positions } from './layout.ts';
import { readPalette } from './palette.ts';
import { GraphRenderer } from './renderer.ts';
import { sameShape, type GraphModel } from './view-model.ts';

/**
 * The picture of a graph. Fires `loom-node-hover` and `loom-node-select` with a node id or null, and
 * `loom-no-webgl` when the picture cannot be drawn here.
 */
export class LoomGraphCanvas extends LitElement {
  static override properties = {
    model: { attribute: false },
    /** Subject of the picture: while it stays the same, nodes keep their place and the view its zoom. */
    subject: { attribute: false },
    selected: { attribute: false },
    lit: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
      }
      .canvas {
        position: absolute;
        inset: 0;
      }
      .canvas.pointing {
        cursor: pointer;
      }
    `,
  ];
  declare model: GraphModel | null;
  declare subject: string;
  declare selected: string | null;
  declare lit: ReadonlySet<string> | null;
  #renderer: GraphRenderer | null = null;
  #positions: Positions = new Map();
  #stops: (() => void)[] = [];

  constructor() {
    super();
    this.model = null;
    this.subject = '';
    this.selected = null;
    this.lit = null;
  }

  zoom(factor: number): void {
    this.#renderer?.zoom(factor);
  }

  fit(): void {
    this.#renderer?.fit();
  }

  /** Position at which a node is drawn, in pixels from the element's corner. */
  position(node: string): { readonly x: number; readonly y: number } | null {
    return this.#renderer?.position(node) ?? null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#renderer?.kill();
    this.#renderer = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#start();
  }

  protected override firstUpdated(): void {
    this.#start();
  }

  protected override updated(changes: PropertyValues<this>): void {
    const renderer = this.#renderer;
    if (renderer === null) return;
    if (changes.has('model') && this.model !== null) {
      const before = changes.get('model') ?? null;
      const same = !changes.has('subject') && before !== null;
      if (!same || !sameShape(before, this.model)) this.#positions = layout(this.model, same ? this.#positions : null);
      renderer.show(this.model, this.#positions, same);
    }
    if (changes.has('selected') || changes.has('lit') || changes.has('model')) renderer.emphasise(this.selected, this.lit);
  }

  override render() {
    const { model } = this;
    const name = model === null ? 'Concept graph' : `Concept graph of ${model.topics} topics and ${model.concepts} key concepts`;
    return html`<div class="canvas" role="img" aria-label="${name}; the list of nodes holds the same"></div>`;
  }

  #start(): void {
    const container = this.renderRoot.querySelector<HTMLElement>('.canvas');
    if (container === null || this.#renderer !== null) return;
    try {
      this.#renderer = new GraphRenderer(container, readPalette(this), {
        hover: (node) => {
          this.dispatchEvent(new CustomEvent('loom-node-hover', { detail: node }));
        },
        select: (node) => {
          this.dispatchEvent(new CustomEvent('loom-node-select', { detail: node }));
        },
      });
    } catch {
      // Sigma fails on a missing context in many ways; all of them mean that there is no WebGL.
      this.#giveUp();
      return;
    }
    this.#watch(container, this.#renderer);
    if (this.model !== null) {
      this.#positions = layout(this.model);
      this.#renderer.show(this.model, this.#positions, false);
      this.#renderer.emphasise(this.selected, this.lit);
    }
  }

  #watch(container: HTMLElement, renderer: GraphRenderer): void {
    const sizes = new ResizeObserver(() => {
      renderer.resize();
    });
    sizes.observe(container);
    const lost = (): void => {
      this.#giveUp();
    };
    container.addEventListener('webglcontextlost', lost, { capture: true });
    this.#stops.push(
      () => {
        sizes.disconnect();
      },
      () => {
        container.removeEventListener('webglcontextlost', lost, { capture: true });
      },
      onThemeChange(() => {
        renderer.recolour(readPalette(this));
      }),
    );
  }

  #giveUp(): void {
    this.dispatchEvent(new CustomEvent('loom-no-webgl'));
  }
}

customElements.define('loom-graph-canvas', LoomGraphCanvas);
