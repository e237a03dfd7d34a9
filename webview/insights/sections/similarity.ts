import { html, nothing } from 'lit';
import type { MethodSimilarity } from '../../../src/protocol/results.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import type { HistogramSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { cell, samplesCell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Cosines of pairs of samples that a method made from the same document. */
export class LoomInsightsSimilarity extends StoreElement<InsightsStore> {
  static override styles = [base, buttons, sectionStyles];

  override render() {
    const { value } = this.store.quality;
    if (value === null) return nothing;
    const { similarity } = value;
    return html`<h2>Within one document</h2>
      <p class="lead">
        How alike two samples are that one method made from the same document. Lower is more diverse; only methods on the same documents and
        by the same embeddings compare.
      </p>
      ${similarity.length === 0 ? this.#nothing(value.leftOut) : this.#figures(similarity)}`;
  }

  #nothing(leftOut: readonly { readonly what: string; readonly reason: string }[]) {
    const why = leftOut.find(({ what }) => /self-similarity/i.test(what));
    return html`<p>${why === undefined ? 'No document has two samples of one method.' : `Not measured: ${why.reason}.`}</p>`;
  }

  #figures(similarity: readonly MethodSimilarity[]) {
    const spec: HistogramSpec = {
      ...{ kind: 'histogram', x: 'cosine of a pair', y: 'share of pairs' },
      groups: similarity.map(({ title, mean, pairs, bins }) => ({
        label: title,
        mean,
        // Shares and not numbers: methods have more and fewer pairs.
        bins: bins.map(({ from, to, pairs: held }) => ({ from, to, value: pairs === 0 ? 0 : held / pairs })),
      })),
    };
    const bins: FigureTable = {
      columns: ['method', 'cosine from', 'to', 'pairs'],
      rows: similarity.flatMap(({ title, bins }) => bins.map(({ from, to, pairs }) => [cell(title), cell(from), cell(to), cell(pairs)])),
    };
    const means: FigureTable = {
      columns: ['method', 'mean cosine', 'documents', 'pairs', 'samples'],
      rows: similarity.map(({ title, mean, documents, pairs, counted }) => [
        cell(title),
        cell(mean),
        cell(documents),
        cell(pairs),
        samplesCell(counted),
      ]),
    };
    return html`<div class="two">
      <loom-figure .name=${'Self-similarity by method'} .spec=${spec} .table=${bins} .note=${'The dashed line is the mean.'}></loom-figure>
      <loom-figure .name=${'Means of self-similarity'} .spec=${null} .table=${means}></loom-figure>
    </div>`;
  }
}

customElements.define('loom-insights-similarity', LoomInsightsSimilarity);
