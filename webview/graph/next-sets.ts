import { css, html, nothing } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import type { GraphStore, SampledSets } from './graph-store.ts';

type SampledSet = SampledSets['sets'][number];

/** The concept sets a walk draws: pointing at one lights its nodes in the graph, clicking keeps them lit. */
export class LoomNextSets extends StoreElement<GraphStore> {
  static override properties = { ...StoreElement.properties, pinned: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        padding: 4px 12px 8px;
      }
      .name,
      .other {
        flex: none;
      }
      ul {
        flex: 1;
        display: flex;
        gap: 8px;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
      }
      .set {
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: 2px;
        line-height: 22px;
        white-space: nowrap;
      }
      .set:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .set[aria-pressed='true'] {
        border-color: var(--accent);
      }
    `,
  ];
  declare pinned: SampledSet | null;

  constructor() {
    super();
    this.pinned = null;
  }

  override render() {
    const { value, error } = this.store.sets;
    if (error !== null) return html`<span class="error small" role="alert">${error}</span>${this.#other('Retry')}`;
    if (value === null || value.sets.length === 0) return nothing;
    return html`<span class="soft small name" id="name">next sets</span>
      <ul aria-labelledby="name">
        ${value.sets.map((set) => html`<li>${this.#set(set)}</li>`)}
      </ul>
      ${this.#other('Others')}`;
  }

  #other(label: string) {
    return html`<button
      class="link small other"
      @click=${() => {
        this.pinned = null;
        this.store.mark(new Set());
        void this.store.otherSets();
      }}
    >
      ${label}
    </button>`;
  }

  #set(set: SampledSet) {
    const light = (): void => {
      this.store.mark(this.#nodes(set));
    };
    const dim = (): void => {
      this.store.mark(this.pinned === null ? new Set() : this.#nodes(this.pinned));
    };
    return html`<button
      class="set small"
      aria-pressed=${this.pinned === set ? 'true' : 'false'}
      @pointerenter=${light}
      @focus=${light}
      @pointerleave=${dim}
      @blur=${dim}
      @click=${() => {
        this.pinned = this.pinned === set ? null : set;
        light();
      }}
    >
      ${set.topics.join(' · ')} <span class="soft" aria-hidden="true">▸</span> ${set.concepts.join(', ')}
    </button>`;
  }

  /** Sets name concepts by label; the graph may show only some of them. */
  #nodes(set: SampledSet): ReadonlySet<string> {
    const topics = new Set(set.topics);
    const concepts = new Set(set.concepts);
    const nodes = this.store.model?.nodes ?? [];
    return new Set(nodes.filter((node) => (node.kind === 'topic' ? topics : concepts).has(node.label)).map((node) => node.id));
  }
}

customElements.define('loom-next-sets', LoomNextSets);
