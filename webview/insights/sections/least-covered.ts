import { css, html, LitElement, nothing } from 'lit';
import type { MeasuredCoverage } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, number } from '../../ui/words.ts';
import { samplesLink } from '../../chart/table/draw-table.ts';

/** Rows that are shown before all are asked for. */
const shownFirst = 8;

/** Nodes of the graph that the fewest samples hold; each leads to its place in the graph, and to its samples. */
export class LoomLeastCovered extends LitElement {
  static override properties = { name: { attribute: false }, least: { attribute: false }, whole: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      ul {
        margin-top: 4px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 12px;
      }
    `,
  ];
  declare name: string;
  declare least: MeasuredCoverage['leastTopics'];
  declare whole: boolean;

  constructor() {
    super();
    this.name = '';
    this.least = [];
    this.whole = false;
  }

  override render() {
    const { least, whole } = this;
    if (least.length === 0) return nothing;
    return html`<h3>${this.name}</h3>
      <ul data-testid="least">
        ${(whole ? least : least.slice(0, shownFirst)).map(
          ({ id, label, frequency, counted: samples }) =>
            html`<li>
              <button
                class="link"
                title="Show it in the graph"
                @click=${() => {
                  emit(this, 'loom-focus', { kind: 'concept', concept: id });
                }}
              >
                ${label}
              </button>
              <span class="small soft"
                >${samplesLink(samples.samples === 0 ? 'no sample' : counted(samples.samples, 'sample'), samples, this)},
                ${counted(frequency, 'passage')}</span
              >
            </li>`,
        )}
      </ul>
      ${
        whole || least.length <= shownFirst
          ? nothing
          : html`<button
              class="link small"
              @click=${() => {
                this.whole = true;
              }}
            >
              Show all ${number(least.length)}
            </button>`
      }`;
  }
}

customElements.define('loom-least-covered', LoomLeastCovered);
