import { html, nothing } from 'lit';
import { asSentence, holdOutWords, plateauWords, publishedCurves, targetWords } from '../../../src/protocol/scaling.ts';
import '../../chart/figure.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { inputs } from '../inputs.ts';
import { curvesSpec, parametersTable, pointsTable, speedUpTable } from './figures.ts';
import './points-editor.ts';
import type { ScalingStore } from './scaling-store.ts';
import { scalingStyles } from './scaling-styles.ts';

const chosenOf = ({ target }: Event): string =>
  target instanceof HTMLSelectElement || target instanceof HTMLInputElement ? target.value : '';

/** The section *Scaling laws*: how much data a goal takes, by what smaller runs have shown. */
export class LoomScaling extends StoreElement<ScalingStore> {
  static override styles = [base, buttons, sectionStyles, inputs, scalingStyles];

  override render() {
    return html`<section>
      <h2>Scaling laws</h2>
      <p class="lead">
        What more data (or a larger model) would bring, fitted to runs of several sizes: L(D) = B / (D_l + D^β) + E, the rectified law, and
        the marginal one without D_l. Dashed is what nobody has measured.
      </p>
      <div class="two">
        <loom-points-editor .store=${this.store}></loom-points-editor>
        <div>${this.#papers()} ${this.#asked()}</div>
      </div>
      ${this.#fitted()}
    </section>`;
  }

  #papers() {
    const { choice } = this.store;
    return html`<fieldset>
      <legend>Published curves, for comparison</legend>
      ${publishedCurves.map(
        ({ name, title, trust }) =>
          html`<label class="paper"
            ><input
              type="checkbox"
              .checked=${choice.published.includes(name)}
              @change=${() => {
                const others = choice.published.filter((each) => each !== name);
                this.store.choose({ published: others.length < choice.published.length ? others : [...others, name] });
              }}
            /><span>${title}<span class="small soft">${trust}</span></span></label
          >`,
      )}
    </fieldset>`;
  }

  #asked() {
    const { store } = this;
    const { choice, read, comparable } = store;
    const both = read.points.some(({ D }) => D !== null) && read.points.some(({ N }) => N !== null);
    return html`<div class="asked">
        ${
          read.curves.length < 2
            ? nothing
            : this.#select('Curve', read.curves, choice.curve ?? read.curves[0]!, (curve) => {
                store.choose({ curve });
              })
        }
        ${
          both
            ? this.#select('Fit in', ['D', 'N'], store.axis, (axis) => {
                store.choose({ axis: axis === 'N' ? 'N' : 'D' });
              })
            : nothing
        }
        ${
          comparable.length === 0
            ? nothing
            : this.#select('Compare with', ['nothing', ...comparable], choice.against ?? 'nothing', (name) => {
                store.choose({ against: comparable.includes(name) ? name : null });
              })
        }
        ${this.#number('Target', choice.target, (target) => {
          store.choose({ target });
        })}
        ${this.#number('Plateau below a gain of', choice.gain, (gain) => {
          store.choose({ gain });
        })}
      </div>
      ${[choice.target, choice.gain].map((typed) => {
        const problem = store.problemOf(typed);
        return problem === null ? nothing : html`<p class="error small" role="alert">“${typed}”: ${problem}</p>`;
      })}`;
  }

  #select(label: string, names: readonly string[], chosen: string, choose: (name: string) => void) {
    return html`<label
      ><span class="soft">${label}</span
      ><select
        @change=${(event: Event) => {
          choose(chosenOf(event));
        }}
      >
        ${names.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
      </select></label
    >`;
  }

  #number(label: string, typed: string, choose: (typed: string) => void) {
    return html`<label
      ><span class="soft">${label}</span
      ><input
        type="text"
        spellcheck="false"
        .value=${typed}
        aria-invalid=${this.store.problemOf(typed) === null ? 'false' : 'true'}
        @change=${(event: Event) => {
          choose(chosenOf(event).trim());
        }}
    /></label>`;
  }

  #fitted() {
    const { curves, axis, read } = this.store;
    const [first] = curves;
    if (first === undefined) return nothing;
    const failed = curves.filter(({ error }) => error !== null);
    return html`${failed.map(({ title, error }) => html`<p class="error" role="alert">${title}: ${error}</p>`)}
      <loom-figure
        class="space"
        .name=${'Loss by size'}
        .spec=${curves.some(({ points }) => points.length > 0) ? curvesSpec(curves, axis, read.metric) : null}
        .table=${pointsTable(curves, axis)}
        .note=${metricNote(this.store)}
      ></loom-figure>
      ${first.plan === null ? nothing : this.#answers(first.title, first.plan)}`;
  }

  #answers(title: string, plan: NonNullable<ScalingStore['curves'][number]['plan']>) {
    const { speedUp } = plan;
    const target = targetWords(plan);
    return html`<dl class="answers" data-testid="answers">
        <dt>Hold-out</dt>
        <dd>${asSentence(holdOutWords(plan))}</dd>
        <dt>Plateau</dt>
        <dd>${asSentence(plateauWords(plan))}</dd>
        <dt>Target</dt>
        <dd>${target === null ? 'Name a target to see what it takes.' : asSentence(target)}</dd>
      </dl>
      <div class="tables">
        <loom-figure .name=${`Parameters of ${title}`} .spec=${null} .table=${parametersTable(plan)}></loom-figure>
        ${
          speedUp === null
            ? nothing
            : speedUp.reason === null
              ? html`<loom-figure
                  .name=${`Speed-up over ${speedUp.against}`}
                  .spec=${null}
                  .table=${speedUpTable(plan)}
                  .note=${'How many times as much the other takes for the same loss, where both have points.'}
                ></loom-figure>`
              : html`<p>Against ${speedUp.against}: ${speedUp.reason}.</p>`
        }
      </div>
      <ul class="notes small soft">
        ${plan.notes.map((note) => html`<li>${note}.</li>`)}
        <li>
          Intervals: ${plan.draws} times the residuals were redrawn and fitted again (seed ${plan.seed}). They know nothing of noise that
          differs from size to size, or of a curve that follows no such law.
        </li>
      </ul>`;
  }
}

/** What the numbers are, where that is not plain. */
function metricNote({ read, curves }: ScalingStore): string {
  if (read.metric === 'accuracy') return 'Accuracies were turned into errors, 100 − accuracy.';
  const papers = curves.filter(({ published }) => published !== null).length;
  if (papers === 0 || papers === curves.length) return '';
  return 'The published curves are errors in percentage points, and yours are not told as accuracies: their shapes compare, their heights do not.';
}

customElements.define('loom-scaling', LoomScaling);
