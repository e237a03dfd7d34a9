import { css, html, nothing } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import { counted } from '../ui/words.ts';
import { sectionStyles } from './insights-styles.ts';
import type { InsightsChoice } from '../ui/intent.ts';
import type { InsightsStore } from './insights-store.ts';

const comparisons = [
  { by: null, title: 'nothing' },
  { by: 'run', title: 'run' },
  { by: 'method', title: 'method' },
  { by: 'writer', title: 'writer' },
  { by: 'filters', title: 'two filters' },
] as const;

const parts = [
  { part: 'question', title: 'question' },
  { part: 'answer', title: 'answer' },
  { part: 'all', title: 'whole sample' },
] as const;

/** The line above the figures: of which samples, of which part, compared by what, and whether that is up to date. */
export class LoomInsightsControls extends StoreElement<InsightsStore> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, noModel: { attribute: false } };
  static override styles = [
    base,
    buttons,
    fields,
    sectionStyles,
    css`
      :host {
        padding: 8px 12px;
        border-bottom: 1px solid var(--line);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      vscode-text-field {
        flex: 1 1 200px;
        max-width: 480px;
      }
      .compared {
        margin-top: 8px;
      }
      .state {
        margin-top: 4px;
        min-height: 20px;
      }
      vscode-progress-ring {
        width: 14px;
        height: 14px;
      }
    `,
  ];
  /** What was last said of an action. */
  declare message: string;
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;

  constructor() {
    super();
    this.message = '';
    this.noModel = null;
  }

  override render() {
    const { choice, lineProblem } = this.store;
    return html`<div class="choices">
        <vscode-text-field
          placeholder="Filter: all to review and accepted"
          .value=${choice.line}
          @change=${({ target }: Event) => {
            if (target instanceof HTMLElement && 'value' in target) this.store.choose({ line: String(target.value).trim() });
          }}
          >Filter of the samples that are measured</vscode-text-field
        >
        <span class="line">
          <label class="soft" for="compare">Compare by</label>
          <select
            id="compare"
            @change=${({ target }: Event) => {
              const chosen = comparisons.find(({ title }) => target instanceof HTMLSelectElement && title === target.value);
              this.store.choose({ compareBy: chosen?.by ?? null });
            }}
          >
            ${comparisons.map(({ by, title }) => html`<option value=${title} ?selected=${by === choice.compareBy}>${title}</option>`)}
          </select>
        </span>
        <span class="line">
          <label class="soft" for="part">Part</label>
          <select
            id="part"
            @change=${({ target }: Event) => {
              const chosen = parts.find(({ part }) => target instanceof HTMLSelectElement && part === target.value);
              if (chosen !== undefined) this.store.choose({ part: chosen.part });
            }}
          >
            ${parts.map(({ part, title }) => html`<option value=${part} ?selected=${part === choice.part}>${title}</option>`)}
          </select>
        </span>
      </div>
      ${choice.compareBy === 'filters' ? this.#compared(choice.compared) : nothing}
      ${lineProblem === null ? nothing : html`<p class="error small" role="alert">${lineProblem}</p>`}
      ${this.store.failure === null ? nothing : html`<p class="error small" role="alert">${this.store.failure}</p>`}
      <div class="line state small" role="status" data-testid="insights-state">${this.#state()}</div>`;
  }

  #compared(lines: InsightsChoice['compared']) {
    return html`<div class="choices compared">
      ${(['A', 'B'] as const).map(
        (name, at) =>
          html`<vscode-text-field
            placeholder="${name}: filter, as method:level3"
            .value=${lines[at]!}
            @change=${({ target }: Event) => {
              if (!(target instanceof HTMLElement) || !('value' in target)) return;
              const line = String(target.value).trim();
              this.store.choose({ compared: at === 0 ? [line, lines[1]] : [lines[0], line] });
            }}
            >Filter ${name} of the samples that are compared</vscode-text-field
          >`,
      )}
    </div>`;
  }

  #state() {
    const { store } = this;
    const { quality, measuring, isStale, calledOff, deciding } = store;
    if (measuring !== null || deciding !== null) {
      return html`<vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
        <span class="soft">${measuring === null ? 'Deciding…' : store.word}</span>
        ${this.#button('Cancel', () => void (measuring === null ? store.cancelDeciding() : store.cancel()))}`;
    }
    const measured = quality.value === null ? '' : `${counted(quality.value.counted.samples, 'sample')} measured`;
    const word = calledOff ? 'Called off' : isStale ? 'Out of date' : '';
    return html`<span class="soft">${[measured, word].filter(Boolean).join(' · ')}</span>
      ${calledOff || isStale ? this.#button('Refresh', () => void store.measure()) : nothing}
      ${this.message === '' ? nothing : html`<span data-testid="insights-said">${this.message}</span>`}
      ${
        store.canUndo && this.noModel === null
          ? this.#button('Undo', () => {
              store.undo();
            })
          : nothing
      }`;
  }

  #button(name: string, act: () => void) {
    return html`<button class="link" @click=${act}>${name}</button>`;
  }
}

customElements.define('loom-insights-controls', LoomInsightsControls);
