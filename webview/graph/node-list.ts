import { css, html, LitElement } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { emit } from '../ui/events.ts';
import { base } from '../ui/styles.ts';
import { number } from '../ui/words.ts';
import type { GraphModel, GraphNode } from './view-model.ts';

/** The graph's nodes as a list: the same as the picture for keyboards, screen readers and machines without WebGL. */
export class LoomNodeList extends LitElement {
  static override properties = { model: { attribute: false }, selected: { attribute: false }, active: { state: true } };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow-y: auto;
        border-inline-end: 1px solid var(--line);
      }
      [role='listbox'] {
        min-height: 100%;
        padding: 4px 0;
      }
      [role='option'] {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 12px;
        line-height: 24px;
        cursor: pointer;
        content-visibility: auto;
        contain-intrinsic-height: 24px;
      }
      [role='option']:hover {
        background: var(--vscode-list-hoverBackground);
      }
      [role='option'][aria-selected='true'] {
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
        --soft: currentColor;
      }
      [role='listbox']:focus-visible {
        outline: none;
      }
      [role='listbox']:focus-visible [data-active] {
        outline: 1px solid var(--accent);
        outline-offset: -1px;
      }
      .shape {
        flex: none;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--concept);
      }
      .shape[data-kind='topic'] {
        border-radius: 2px;
        background: var(--topic);
      }
      .shape[data-covered] {
        box-shadow:
          0 0 0 1px var(--vscode-editor-background),
          0 0 0 3px var(--covered);
      }
      .label {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
  declare model: GraphModel | null;
  declare selected: string | null;
  declare active: number;

  constructor() {
    super();
    this.model = null;
    this.selected = null;
    this.active = 0;
  }

  override render() {
    const nodes = this.model?.nodes ?? [];
    const active = Math.min(this.active, nodes.length - 1);
    return html`<div
      role="listbox"
      tabindex="0"
      aria-label="Nodes of the graph"
      aria-activedescendant=${active >= 0 ? `node-${active}` : ''}
      @keydown=${(event: KeyboardEvent) => {
        this.#press(event, nodes);
      }}
    >
      ${repeat(
        nodes,
        (node) => node.id,
        (node, at) => this.#row(node, at, at === active),
      )}
    </div>`;
  }

  #row(node: GraphNode, at: number, active: boolean) {
    return html`<div
      role="option"
      id="node-${at}"
      aria-selected=${node.id === this.selected ? 'true' : 'false'}
      ?data-active=${active}
      @click=${() => {
        this.#open(node, at);
      }}
    >
      <span class="shape" data-kind=${node.kind} ?data-covered=${node.covered}></span>
      <span class="label">${node.label}</span>
      <span class="hidden-text">${node.kind === 'topic' ? 'topic' : 'key concept'}${node.covered ? ', covered' : ''}</span>
      <span class="soft small">${number(node.frequency)}</span>
    </div>`;
  }

  #open(node: GraphNode, at: number): void {
    this.active = at;
    emit(this, 'loom-focus', { kind: 'concept', concept: node.id });
  }

  #press(event: KeyboardEvent, nodes: readonly GraphNode[]): void {
    const moves: Partial<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + 10,
      PageUp: this.active - 10,
      Home: 0,
      End: nodes.length - 1,
    };
    const to = moves[event.key];
    const node = nodes[this.active];
    if (to !== undefined) {
      this.active = Math.max(0, Math.min(nodes.length - 1, to));
      void this.updateComplete.then(() => {
        this.renderRoot.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
      });
    } else if ((event.key === 'Enter' || event.key === ' ') && node !== undefined) {
      this.#open(node, this.active);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define('loom-node-list', LoomNodeList);
