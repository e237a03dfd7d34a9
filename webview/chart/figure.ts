import { css, html, LitElement, nothing } from 'lit';
import type { CountedSamples } from '../../src/protocol/results.ts';
import { emit } from '../ui/events.ts';
import { base, buttons } from '../ui/styles.ts';
import './chart.ts';
import type { LoomChart } from './chart.ts';
import type { ChartSpec } from './spec.ts';
import { svgFile } from './svg-file.ts';
import { csvFile } from './table/csv.ts';
import { drawTable, tableStyles } from './table/draw-table.ts';
import type { FigureTable } from './table/figure-table.ts';

/** A chart, the table behind it, and both as files. */
export class LoomFigure extends LitElement {
  static override properties = {
    name: { attribute: false },
    spec: { attribute: false },
    table: { attribute: false },
    counts: { attribute: false },
    note: { attribute: false },
    asTable: { state: true },
  };
  static override styles = [
    base,
    buttons,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 16px;
        margin-bottom: 4px;
      }
      h3 {
        flex: 1 1 auto;
        overflow-wrap: anywhere;
      }
      .tools {
        display: flex;
        gap: 12px;
      }
      .tools button {
        border-radius: 2px;
        color: var(--soft);
      }
      .tools button:hover:enabled,
      .tools button[aria-pressed='true'] {
        color: var(--vscode-foreground);
      }
      .tools button[aria-pressed='true'] {
        text-decoration: underline;
        text-underline-offset: 4px;
      }
      .tools button:focus-visible {
        outline-offset: 2px;
      }
      .shapes {
        display: flex;
        gap: 8px;
      }
    `,
  ];
  declare name: string;
  /** Null for what is read as numbers only. */
  declare spec: ChartSpec | null;
  declare table: FigureTable;
  /** Samples that each value of the chart counts, by its place. */
  declare counts: readonly CountedSamples[];
  /** What the figure means, in a sentence. */
  declare note: string;
  declare asTable: boolean;

  constructor() {
    super();
    this.name = '';
    this.spec = null;
    this.counts = [];
    this.note = '';
    this.asTable = false;
  }

  override render() {
    const { spec, name, counts } = this;
    const listed = this.asTable || spec === null;
    const open = new Set(counts.flatMap(({ line }, at) => (line === null ? [] : [at])));
    return html`<div class="top">
        <h3>${name}</h3>
        <div class="tools small">
          ${spec === null ? nothing : this.#shapes()}
          <button title="Save the chart as SVG" aria-label="Save ${name} as SVG" ?disabled=${listed} @click=${this.#saveChart}>SVG</button>
          <button title="Save the numbers as CSV" aria-label="Save ${name} as CSV" @click=${this.#saveTable}>CSV</button>
        </div>
      </div>
      ${
        listed
          ? drawTable(this.table, name, this)
          : html`<loom-chart
              .spec=${spec}
              .open=${open}
              @loom-mark=${({ detail }: CustomEvent<number>) => {
                const line = counts[detail]?.line;
                if (typeof line === 'string') emit(this, 'loom-show-samples', line);
              }}
            ></loom-chart>`
      }
      ${this.note === '' ? nothing : html`<p class="small soft">${this.note}</p>`}`;
  }

  #shapes() {
    return html`<span class="shapes" role="group" aria-label="${this.name} as">
      ${[false, true].map(
        (asTable) =>
          html`<button
            aria-pressed=${asTable === this.asTable ? 'true' : 'false'}
            @click=${() => {
              this.asTable = asTable;
            }}
          >
            ${asTable ? 'Table' : 'Chart'}
          </button>`,
      )}
    </span>`;
  }

  readonly #saveChart = (): void => {
    const picture = this.renderRoot.querySelector<LoomChart>('loom-chart')?.picture;
    if (picture) emit(this, 'loom-save', { name: `${fileStem(this.name)}.svg`, text: svgFile(picture, this.name) });
  };

  readonly #saveTable = (): void => {
    emit(this, 'loom-save', { name: `${fileStem(this.name)}.csv`, text: csvFile(this.table) });
  };
}

/** A title as the name of a file: letters, digits and hyphens. */
const fileStem = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80) || 'figure';

customElements.define('loom-figure', LoomFigure);
