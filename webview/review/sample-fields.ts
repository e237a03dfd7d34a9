import { css, html, LitElement, nothing } from 'lit';
import { base } from '../ui/styles.ts';
import { factsOf, judgementOf, type ShownJudgement } from './fields.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

type FieldsOrNone = SampleDetail['current']['fields'];

/** Fields that a sample's method and its judge gave it: a quiet line, and the scores behind a disclosure. */
export class LoomSampleFields extends LitElement {
  static override properties = { fields: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 16px;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        min-width: 0;
      }
      dl > div {
        display: flex;
        gap: 8px;
        min-width: 0;
      }
      dt {
        flex: none;
        max-width: 50%;
        overflow-wrap: anywhere;
      }
      dd {
        min-width: 0;
        color: var(--vscode-foreground);
        overflow-wrap: anywhere;
      }
      details[open] {
        flex-basis: 100%;
      }
      summary {
        cursor: pointer;
        width: max-content;
        color: var(--vscode-textLink-foreground);
      }
      table {
        width: 100%;
        margin-top: 4px;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 12px 4px 0;
        border-top: 1px solid var(--line);
        font-weight: 400;
        text-align: start;
        vertical-align: top;
      }
      td:last-child {
        width: 100%;
        padding-inline-end: 0;
        overflow-wrap: anywhere;
      }
      .score {
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
  declare fields: FieldsOrNone;

  override render() {
    const fields = this.fields ?? {};
    const facts = factsOf(fields);
    const judgement = judgementOf(fields);
    return html`${
      facts.length === 0
        ? nothing
        : html`<dl class="small soft" data-testid="fields">
            ${facts.map(
              ({ name, value }) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>`
    }${judgement === null ? nothing : this.#judgement(judgement)}`;
  }

  #judgement({ overall, by, scores }: ShownJudgement) {
    return html`<details class="small soft" data-testid="judge">
      <summary>Judge: ${overall}</summary>
      <table>
        <tbody>
          ${scores.map(
            ({ name, score, reason }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="score">${score}</td>
                <td>${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${by === null ? nothing : html`<p>scored by ${by}</p>`}
    </details>`;
  }
}

customElements.define('loom-sample-fields', LoomSampleFields);
