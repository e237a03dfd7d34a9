import { css, html, LitElement, nothing, svg } from 'lit';
import { percent } from '../../../src/protocol/mixture.ts';
import type { MixturePlan } from '../../../src/protocol/results.ts';
import { amount } from '../../chart/figures.ts';
import '../../chart/figure.ts';
import { base } from '../../ui/styles.ts';
import { folding } from './folding.ts';
import { partsTable, sharesTable, tokensTable } from './mixture-tables.ts';
import { fillOf, patternsOf, patternStyles } from './patterns.ts';
import { swatch } from './swatch.ts';

/** The whole mixture as one bar, what stands for what, and its numbers. */
export class LoomMixtureBar extends LitElement {
  static override properties = { plan: { attribute: false } };
  static override styles = [
    base,
    folding,
    patternStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .bar {
        display: block;
        width: 100%;
        height: 24px;
        border-radius: 2px;
      }
      /* Between two parts alone, so that a part of a few pixels is seen. */
      .bar line {
        stroke: var(--vscode-editor-background);
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 24px;
        margin-top: 8px;
      }
      .key li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
      }
      .key b {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      details {
        margin-top: 8px;
      }
      loom-figure {
        max-width: 760px;
        margin-top: 12px;
      }
    `,
  ];
  declare plan: MixturePlan;

  override render() {
    const { plan } = this;
    const kinds = plan.kinds.filter(({ share }) => share > 0);
    const starts = kinds.map((_, at) => kinds.slice(0, at).reduce((sum, { share }) => sum + share, 0));
    const told = kinds.map(({ title, share }) => `${title} ${percent(share)}`).join(', ');
    return html`<svg class="bar" role="img" aria-label=${`Mixture of ${amount(plan.budget)} training tokens: ${told}`}>
        ${patternsOf(kinds.map(({ kind }) => kind))}
        ${kinds.map(
          ({ kind, share }, at) =>
            svg`<rect x=${`${starts[at]!}%`} width=${`${share}%`} height="100%" fill=${fillOf(kind)}></rect>
              ${at === 0 ? nothing : svg`<line x1=${`${starts[at]!}%`} x2=${`${starts[at]!}%`} y2="100%"></line>`}`,
        )}
      </svg>
      <ul class="key small">
        ${kinds.map(
          ({ kind, title, share, tokens }) =>
            html`<li>
              ${swatch(kind)}<span>${title} <b>${percent(share)}</b> <span class="soft">${amount(tokens)}</span></span>
            </li>`,
        )}
      </ul>
      <details class="small">
        <summary>Numbers, and weights for training libraries</summary>
        <loom-figure .name=${'Shares by kind'} .spec=${null} .table=${sharesTable(plan)}></loom-figure>
        <loom-figure .name=${'Tokens by kind'} .spec=${null} .table=${tokensTable(plan)}></loom-figure>
        <loom-figure
          .name=${'Weights of the parts'}
          .spec=${null}
          .table=${partsTable(plan)}
          .note=${'Once all of it is there: weights count tokens, as Megatron takes them; probabilities count rows, as interleave_datasets takes them, and there are none where rows of some source were not counted.'}
        ></loom-figure>
      </details>`;
  }
}

customElements.define('loom-mixture-bar', LoomMixtureBar);
