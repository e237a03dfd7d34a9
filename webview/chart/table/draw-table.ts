import { css, html, nothing, type TemplateResult } from 'lit';
import type { CountedSamples } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { number } from '../../ui/words.ts';
import { figure } from '../figures.ts';
import type { FigureCell, FigureTable } from './figure-table.ts';

export const tableStyles = css`
  .table {
    container: table / inline-size;
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 2px 8px 2px 0;
    border-bottom: 1px solid var(--line);
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  thead th {
    color: var(--soft);
  }
  /* Words of headings stay whole where there is room for them, at the cost of the first column. */
  @container table (min-width: 300px) {
    thead th {
      overflow-wrap: normal;
    }
  }
  .of-number {
    text-align: end;
  }
  td.of-number {
    white-space: nowrap;
  }
`;

/** A table in its own scrolling place, which keyboards reach. */
export function drawTable({ columns, rows }: FigureTable, title: string, from: HTMLElement): TemplateResult {
  const numeric = columns.map((_, at) => rows.some((row) => typeof row[at]?.value === 'number'));
  return html`<div class="table small" role="region" aria-label="Table: ${title}" tabindex="0">
    <table>
      <caption class="hidden-text">
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map((column, at) => html`<th scope="col" class=${numeric[at]! ? 'of-number' : ''}>${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((each, at) =>
                at === 0
                  ? html`<th scope="row">${cellOf(each, from)}</th>`
                  : html`<td class=${numeric[at]! ? 'of-number' : ''}>${cellOf(each, from)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellOf({ value, counted }: FigureCell, from: HTMLElement): TemplateResult | string | typeof nothing {
  if (value === null) return nothing;
  const text = typeof value === 'string' ? value : Number.isInteger(value) ? number(value) : figure(value);
  return counted === undefined ? text : samplesLink(text, counted, from);
}

/** A number of samples as a button that lists them; a text where there are none to list. */
export function samplesLink(text: string, { samples, line, isWhole }: CountedSamples, from: HTMLElement): TemplateResult | string {
  if (line === null) return text;
  return html`<button
    class="link"
    title=${isWhole ? `Show ${samples === 1 ? 'this sample' : 'these samples'}` : `Show the first of these ${number(samples)} samples`}
    @click=${() => {
      emit(from, 'loom-show-samples', line);
    }}
  >
    ${text}
  </button>`;
}
