import { css, html, nothing } from 'lit';
import { parseLine } from '../../src/protocol/filter.ts';
import '../ui/filter-line.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { counted } from '../ui/words.ts';
import { sectionStyles } from '../chart/section-styles.ts';
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
      loom-filter-line {
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
  /** Lines that were typed into and not yet entered, by their labels. */
  readonly #typed = new Map<string, string>();

  constructor() {
    super();
    this.message = '';
    this.noModel = null;
  }

  override render() {
    const { choice, lineProblem } = this.store;
    return html`<div class="choices">
        ${this.#line('Filter of the samples that are measured', 'Filter: all to review and accepted', choice.line, (line) => ({ line }))}
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

  #compared([a, b]: InsightsChoice['compared']) {
    const label = (name: string): string => `Filter ${name} of the samples that are compared`;
    return html`<div class="choices compared">
      ${this.#line(label('A'), 'A: filter, as method:level3', a, (line) => ({ compared: [line, b] }))}
      ${this.#line(label('B'), 'B: filter, as method:level3', b, (line) => ({ compared: [a, line] }))}
    </div>`;
  }

  /** What is typed is measured by once it is entered or left: each measuring goes through all samples. */
  #line(label: string, placeholder: string, line: string, chosen: (line: string) => Partial<InsightsChoice>) {
    const enter = (): void => {
      const typed = this.#typed.get(label)?.trim();
      this.#typed.delete(label);
      if (typed !== undefined && typed !== line) this.store.choose(chosen(typed));
    };
    return html`<loom-filter-line
      .label=${label}
      .placeholder=${placeholder}
      .line=${line}
      .isWrong=${'problem' in parseLine(line)}
      .suggest=${this.store.suggest}
      @loom-typed=${({ detail }: CustomEvent<string>) => {
        this.#typed.set(label, detail);
      }}
      @loom-filtered=${enter}
      @focusout=${enter}
    ></loom-filter-line>`;
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
