import { css, html, nothing } from 'lit';
import { emit } from '../ui/events.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { counted, fileName, share } from '../ui/words.ts';
import type { ConceptDetail, GraphStore } from './graph-store.ts';

type ShownNeighbour = ConceptDetail['neighbours'][number];

const neighboursShown = 8;

/** One concept: how often it occurs, where a walk goes from it, where it is named. */
export class LoomInspector extends StoreElement<GraphStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        overflow-y: auto;
        padding: 8px 12px 12px;
      }
      .head {
        display: flex;
        align-items: start;
        gap: 8px;
      }
      h2 {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        font-weight: 400;
      }
      strong {
        font-weight: 600;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }
      section {
        margin-top: 12px;
      }
      .neighbour {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 48px 28px;
        align-items: center;
        gap: 8px;
        width: 100%;
        line-height: 24px;
      }
      .neighbour span:first-child {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .neighbour:hover span:first-child {
        text-decoration: underline;
      }
      .share {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      svg {
        display: block;
        width: 48px;
        height: 4px;
        border-radius: 2px;
      }
      .track {
        fill: var(--line);
        opacity: 0.4;
      }
      .topic {
        fill: var(--topic);
      }
      .concept {
        fill: var(--concept);
      }
      .mention {
        display: block;
        width: 100%;
        margin-top: 8px;
        line-height: 16px;
      }
      .mention q {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
        overflow-wrap: anywhere;
        color: var(--vscode-foreground);
        quotes: '“' '”';
      }
    `,
  ];

  /** Reason that no model may be called; null when one may. */
  declare noModel: string | null;

  constructor() {
    super();
    this.noModel = null;
  }

  override render() {
    const { value, error, loading } = this.store.detail;
    return html`<div class="head">
        <h2 data-testid="inspector-title">
          ${value === null ? (loading ? 'Loading…' : 'Concept') : html`<strong>${value.label}</strong> <span class="soft">${kindName(value.kind)}</span>`}
        </h2>
        <button
          class="link"
          aria-label="Close concept"
          title="Close concept"
          @click=${() => {
            emit(this, 'loom-unfocus', null);
          }}
        >
          ✕
        </button>
      </div>
      ${
        error === null
          ? nothing
          : html`<p class="error" role="alert">${error}</p>
              <button
                class="link"
                @click=${() => {
                  void this.store.loadDetail();
                }}
              >
                Retry
              </button>`
      }
      ${value === null ? nothing : this.#detail(value)}`;
  }

  #detail(concept: ConceptDetail) {
    const of = (kind: 'topic' | 'concept'): ShownNeighbour[] => concept.neighbours.filter((neighbour) => neighbour.kind === kind);
    return html`<p class="soft">
        in
        <button
          class="link"
          @click=${() => {
            this.renderRoot.querySelector('#mentions')?.scrollIntoView({ block: 'nearest' });
          }}
        >
          ${counted(concept.frequency, 'place')}
        </button>
        · ${counted(concept.samples, 'sample')}
      </p>
      <p class="ways">${this.#centre(concept)} ${this.#generate(concept)}</p>
      ${this.#neighbours('Next concepts', of('concept'))} ${this.#neighbours('Next topics', of('topic'))}
      <section id="mentions">
        <h3 class="heading">Named in</h3>
        ${concept.mentions.length === 0 ? html`<p class="soft">Nowhere by this name.</p>` : concept.mentions.map((mention) => this.#mention(mention))}
      </section>`;
  }

  #centre({ id }: ConceptDetail) {
    const { scope } = this.store;
    if (scope.kind === 'concept' && scope.concept === id) return nothing;
    return html`<button
      class="link"
      @click=${() => {
        void this.store.showScope({ kind: 'concept', concept: id });
      }}
    >
      Show its neighbourhood
    </button>`;
  }

  #generate({ id, label }: ConceptDetail) {
    return html`<button
      class="link"
      ?disabled=${this.noModel !== null}
      title=${this.noModel ?? nothing}
      @click=${() => {
        emit(this, 'loom-generate', { id, label });
      }}
    >
      Generate samples…
    </button>`;
  }

  #neighbours(title: string, neighbours: readonly ShownNeighbour[]) {
    if (neighbours.length === 0) return nothing;
    const most = neighbours.reduce((highest, { probability }) => Math.max(highest, probability), Number.EPSILON);
    return html`<section>
      <h3 class="heading">${title}</h3>
      <ul>
        ${neighbours.slice(0, neighboursShown).map(
          (neighbour) =>
            html`<li>
              <button
                class="neighbour"
                title="${neighbour.label}: together in ${counted(neighbour.frequency, 'place')}, step probability ${neighbour.probability.toFixed(3)}"
                @click=${() => {
                  emit(this, 'loom-focus', { kind: 'concept', concept: neighbour.id });
                }}
                @pointerenter=${() => {
                  this.store.hover(neighbour.id);
                }}
                @pointerleave=${() => {
                  this.store.hover(null);
                }}
              >
                <span>${neighbour.label}</span>
                ${bar(neighbour.kind, neighbour.probability / most)}
                <span class="soft share">${share(neighbour.probability)}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #mention({ file, start, end, text }: ConceptDetail['mentions'][number]) {
    return html`<button
      class="mention link small"
      data-testid="mention"
      title=${file}
      @click=${() => {
        emit(this, 'loom-reveal', { file, start, end });
      }}
    >
      ${fileName(file)}<q>${text}</q>
    </button>`;
  }
}

function kindName(kind: 'topic' | 'concept'): string {
  return kind === 'topic' ? 'topic' : 'key concept';
}

function bar(kind: string, length: number) {
  return html`<svg viewBox="0 0 48 4" aria-hidden="true">
    <rect class="track" width="48" height="4"></rect>
    <rect class=${kind} width=${Math.max(1, 48 * length)} height="4" rx="2"></rect>
  </svg>`;
}

customElements.define('loom-inspector', LoomInspector);
