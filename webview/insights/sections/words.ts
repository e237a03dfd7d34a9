import { html, LitElement, nothing } from 'lit';
import type { WordComparison } from '../../../src/protocol/results.ts';
import { base, buttons } from '../../ui/styles.ts';
import { number } from '../../ui/words.ts';
import type { BarsSpec } from '../../chart/spec.ts';
import '../../chart/figure.ts';
import { figure, percent } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import { cell, type FigureTable } from '../../chart/table/figure-table.ts';

/** Words of the corpus beside those of the samples. */
export class LoomInsightsWords extends LitElement {
  static override properties = { words: { attribute: false } };
  static override styles = [base, buttons, sectionStyles];
  declare words: WordComparison;

  override render() {
    const { test, train, typeCoverage, tokenCoverage, divergence, smoothing, most, functionWords } = this.words;
    const fact = (name: string, value: string | null) =>
      value === null ? nothing : html`<span><b>${value}</b> <span class="soft">${name}</span></span>`;
    return html`<h3 class="space">Words of the ${test.what} beside those of the ${train.what}</h3>
      <p class="numbers">
        ${fact('of its different words occur', typeCoverage === null ? null : percent(typeCoverage))}
        ${fact('of its running words are of these', tokenCoverage === null ? null : percent(tokenCoverage))}
        ${fact(`nats of divergence, smoothed by ${figure(smoothing)}`, divergence === null ? null : figure(divergence))}
        <span class="soft">${number(test.words)} words against ${number(train.words)}</span>
      </p>
      ${most.length === 0 ? nothing : this.#most(most, functionWords)}`;
  }

  #most(most: WordComparison['most'], functionWords: WordComparison['functionWords']) {
    const spec: BarsSpec = {
      ...{ kind: 'bars', x: 'nats that a word adds' },
      rows: most.map(({ word, adds, test, train }) => ({
        label: word,
        value: adds,
        note: `${number(test)} in the ${this.words.test.what}, ${number(train)} in the samples`,
      })),
    };
    const links = most.map(({ train, line }) => ({ samples: train, line, isWhole: true }));
    const table: FigureTable = {
      columns: ['word', 'adds, in nats', `in the ${this.words.test.what}`, 'in the samples'],
      rows: most.map(({ word, adds, test, train }, at) => [cell(word), cell(adds), cell(test), cell(train, links[at])]),
    };
    return html`<loom-figure
      .name=${'Words that add most to the divergence'}
      .spec=${spec}
      .table=${table}
      .counts=${links}
      .note=${leftOut(functionWords)}
    ></loom-figure>`;
  }
}

function leftOut({ languages, words, adds }: WordComparison['functionWords']): string {
  if (words === 0) return '';
  const what = languages.length === 0 ? 'numbers' : `function words and numbers (${languages.join(', ')})`;
  return `And ${number(words)} ${what}, that add ${figure(adds)} nats.`;
}

customElements.define('loom-insights-words', LoomInsightsWords);
