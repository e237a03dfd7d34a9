import { html, nothing } from 'lit';
import { emit } from '../ui/events.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { fileName, number } from '../ui/words.ts';
import './graph-canvas.ts';
import type { GraphStore } from './graph-store.ts';
import type { LoomGraphCanvas } from './graph-canvas.ts';
import './inspector.ts';
import './next-sets.ts';
import './node-list.ts';
import { graphRegionStyles } from './graph-region-styles.ts';
import type { ShownGraph } from '../../src/protocol/results.ts';

/** The upper part of the panel: picture, list of nodes, inspector, next sets. */
export class LoomGraphRegion extends StoreElement<GraphStore> {
  static override properties = {
    ...StoreElement.properties,
    /** The file to go back to; null when none was looked at. */
    file: { attribute: false },
    nodeList: { attribute: false },
    noModel: { attribute: false },
    withoutPicture: { state: true },
  };
  static override styles = [base, buttons, graphRegionStyles];
  declare file: string | null;
  declare nodeList: boolean;
  /** Reason that no model may be called; null when one may. */
  declare noModel: string | null;
  declare withoutPicture: boolean;

  constructor() {
    super();
    this.file = null;
    this.nodeList = false;
    this.noModel = null;
    this.withoutPicture = false;
  }

  override render() {
    const { store } = this;
    const listed = this.nodeList || this.withoutPicture;
    return html`<div class="whole">
      <div class="bar">
        ${this.#title()} ${legend}
        <button class="link" aria-pressed=${listed ? 'true' : 'false'} ?disabled=${this.withoutPicture} @click=${this.#toggleList}>
          Node list
        </button>
      </div>
      ${this.withoutPicture ? html`<p class="notice soft" role="status">No graph picture: WebGL is not available here. The list holds the same nodes.</p>` : nothing}
      ${this.#error()}
      <div class="stage">
        ${
          listed
            ? html`<loom-node-list
                class=${this.withoutPicture ? 'alone' : ''}
                .model=${store.model}
                .selected=${store.concept}
              ></loom-node-list>`
            : nothing
        }
        ${this.withoutPicture ? nothing : this.#picture()}
        ${store.concept === null ? nothing : html`<loom-inspector .store=${store} .noModel=${this.noModel} aria-label="Concept" role="region"></loom-inspector>`}
      </div>
      <loom-next-sets .store=${store}></loom-next-sets>
    </div>`;
  }

  #title() {
    const { view, scope, concept } = this.store;
    const whole = scope.kind === 'all' && concept === null;
    const atFile = scope.kind === 'file' && concept === null;
    return html`<p class="title">
      <span data-testid="graph-title">${view.value?.title ?? (view.loading ? 'Loading the graph…' : '')}</span>
      ${view.value === null ? nothing : this.#more(view.value)}
      ${
        whole
          ? nothing
          : html`·
              <button
                class="link"
                @click=${() => {
                  emit(this, 'loom-focus', { kind: 'all' });
                }}
              >
                whole graph
              </button>`
      }
      ${this.file === null || atFile ? nothing : this.#back(this.file)}
    </p>`;
  }

  #back(file: string) {
    return html`·
      <button
        class="link"
        title=${file}
        @click=${() => {
          emit(this, 'loom-focus', { kind: 'file', file });
        }}
      >
        back to ${fileName(file)}
      </button>`;
  }

  #more({ omitted, nodes }: ShownGraph) {
    if (omitted === 0) return nothing;
    const text = `${number(nodes.length)} of ${number(nodes.length + omitted)} nodes`;
    if (this.store.many) return html`<span class="soft">· ${text}</span>`;
    return html`<span class="soft">·</span>
      <button
        class="link"
        title="Show more nodes"
        @click=${() => {
          void this.store.showMany();
        }}
      >
        ${text}
      </button>`;
  }

  #error() {
    const { error } = this.store.view;
    if (error === null) return nothing;
    return html`<p class="notice error" role="alert">
      The graph could not be loaded: ${error}
      <button
        class="link"
        @click=${() => {
          void this.store.loadView();
        }}
      >
        Retry
      </button>
    </p>`;
  }

  #picture() {
    const { store } = this;
    const { model } = store;
    if (model?.nodes.length === 0) return html`<p class="empty soft">No concepts here yet.</p>`;
    return html`<div class="picture">
      <loom-graph-canvas
        .model=${model}
        .subject=${JSON.stringify([store.scope, store.many])}
        .selected=${store.concept}
        .lit=${store.lit}
        @loom-node-hover=${(event: CustomEvent<string | null>) => {
          store.hover(event.detail);
        }}
        @loom-node-select=${(event: CustomEvent<string | null>) => {
          if (event.detail !== null) emit(this, 'loom-focus', { kind: 'concept', concept: event.detail });
          else if (store.concept !== null) emit(this, 'loom-unfocus', null);
        }}
        @loom-no-webgl=${() => {
          this.withoutPicture = true;
        }}
      ></loom-graph-canvas>
      <div class="zoom">
        ${this.#zoom('+', 'Zoom in', (canvas) => {
          canvas.zoom(1.5);
        })}
        ${this.#zoom('−', 'Zoom out', (canvas) => {
          canvas.zoom(1 / 1.5);
        })}
        ${this.#zoom('⤢', 'Fit the graph', (canvas) => {
          canvas.fit();
        })}
      </div>
    </div>`;
  }

  #zoom(sign: string, name: string, act: (canvas: LoomGraphCanvas) => void) {
    return html`<button
      aria-label=${name}
      title=${name}
      @click=${() => {
        const canvas = this.renderRoot.querySelector<LoomGraphCanvas>('loom-graph-canvas');
        if (canvas !== null) act(canvas);
      }}
    >
      ${sign}
    </button>`;
  }

  readonly #toggleList = (): void => {
    emit(this, 'loom-toggle-node-list', null);
  };
}

const legend = html`<ul class="legend small soft" aria-label="Legend">
  <li><span class="key topic"></span>topic</li>
  <li><span class="key"></span>key concept</li>
  <li><span class="key ring"></span>covered</li>
</ul>`;

customElements.define('loom-graph-region', LoomGraphRegion);
