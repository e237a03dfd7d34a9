import { html, nothing } from 'lit';
import type { MeasuredCoverage } from '../../../src/protocol/results.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, number } from '../../ui/words.ts';
import type { BarsSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';
import './least-covered.ts';
import './words.ts';

const parts = [
  { part: 'topics', title: 'topics' },
  { part: 'concepts', title: 'key concepts' },
  { part: 'edges', title: 'edges' },
] as const;

/** Share of the graph that sets of samples hold, what they hold least, and the words that they lack. */
export class LoomInsightsCoverage extends StoreElement<InsightsStore> {
  static override styles = [base, buttons, sectionStyles];

  override render() {
    const { value } = this.store.quality;
    if (value === null) return nothing;
    const { coverage, unigrams } = value;
    return html`<h2>Coverage</h2>
      <p class="lead">
        What of the corpus the samples reach. The widest coverage does not make the best training set: it says what is missing, not what is
        good.
      </p>
      ${coverage.topics.total + coverage.concepts.total === 0 ? html`<p>There is no graph yet: extract concepts first.</p>` : this.#graph(coverage)}
      ${unigrams.map((each) => html`<loom-insights-words .words=${each}></loom-insights-words>`)}`;
  }

  #graph(coverage: MeasuredCoverage) {
    const rows = parts.map(({ part, title }) => ({ title, ...coverage[part], share: shareOf(coverage[part]) }));
    const spec: BarsSpec = {
      ...{ kind: 'bars', x: 'per cent covered', most: 100 },
      rows: rows.map(({ title, share, covered, total }) => ({
        label: title,
        value: share * 100,
        note: `${number(covered)} of ${number(total)}`,
      })),
    };
    const table: FigureTable = {
      columns: ['part of the graph', 'covered', 'of', 'share'],
      rows: rows.map(({ title, covered, total, share }) => [cell(title), cell(covered), cell(total), cell(share)]),
    };
    const notes = [
      coverage.edges.isExact ? '' : 'Edges are counted in a part of the graph.',
      coverage.without === 0 ? '' : `${counted(coverage.without, 'sample')} with nothing of the graph as it is now.`,
    ];
    return html`<loom-figure .name=${'Graph covered'} .spec=${spec} .table=${table} .note=${notes.join(' ').trim()}></loom-figure>
      <div class="two space">
        <loom-least-covered .name=${'Topics covered least'} .least=${coverage.leastTopics}></loom-least-covered>
        <loom-least-covered .name=${'Key concepts covered least'} .least=${coverage.leastConcepts}></loom-least-covered>
      </div>`;
  }
}

const shareOf = ({ covered, total }: { readonly covered: number; readonly total: number }): number => (total === 0 ? 0 : covered / total);

customElements.define('loom-insights-coverage', LoomInsightsCoverage);
