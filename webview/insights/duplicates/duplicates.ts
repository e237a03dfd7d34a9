import { html, nothing } from 'lit';
import type { DuplicateGroups, DuplicatesByMeaning } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted, number, share } from '../../ui/words.ts';
import type { WayToCompare } from './duplicate-lists.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import './duplicate-groups.ts';
import { duplicatesStyles } from './duplicates-styles.ts';
import { cosine, leftOutByMeaning, nearestFigure } from './nearest.ts';

const ways = [
  {
    by: 'words',
    title: 'By words',
    lead: 'Samples that share so many runs of words that one is enough. Two questions on one subject are none; the similarity is that of their words, not of what they mean.',
  },
  {
    by: 'meaning',
    title: 'By meaning',
    lead: 'Samples that say the same in other words, by the embeddings that are kept of them. Texts of opposite sense score high, too: look at each before it goes.',
  },
] as const satisfies readonly { by: WayToCompare; title: string; lead: string }[];

/** Groups of samples that say nearly the same, in the same words or in others, and from which similarity on they do. */
export class LoomInsightsDuplicates extends StoreElement<InsightsStore> {
  static override properties = { ...StoreElement.properties, noModel: { attribute: false }, sliding: { state: true } };
  static override styles = [base, buttons, sectionStyles, duplicatesStyles];
  /** Reason that nothing is written and no model called; null when both may be. */
  declare noModel: string | null;
  /** Threshold while the slider is held. */
  declare sliding: number | null;

  constructor() {
    super();
    this.noModel = null;
    this.sliding = null;
  }

  override render() {
    const { value, error } = this.store.duplicates;
    const { duplicatesBy } = this.store.choice;
    return html`<h2>Duplicates</h2>
      <div class="ways" role="group" aria-label="Compared">
        ${ways.map(
          ({ by, title }) =>
            html`<button
              aria-pressed=${by === duplicatesBy ? 'true' : 'false'}
              @click=${() => {
                this.sliding = null;
                this.store.choose({ duplicatesBy: by });
              }}
            >
              ${title}
            </button>`,
        )}
      </div>
      <p class="lead">${ways.find(({ by }) => by === duplicatesBy)?.lead}</p>
      ${error === null ? nothing : this.#failed(error)} ${value === null ? this.#nothingYet() : this.#found(value)}`;
  }

  /** Its place is taken as soon as a way is chosen: comparing takes a while. */
  #nothingYet() {
    const { measuring, duplicates, calledOff } = this.store;
    if (measuring !== null) return html`<p class="soft">Comparing…</p>`;
    return duplicates.error === null && calledOff ? html`<p class="soft">Not compared: called off.</p>` : nothing;
  }

  #found(value: DuplicateGroups) {
    const { clusters, samples, compared, meaning, threshold } = value;
    const missing = meaning === null ? nothing : this.#missing(meaning);
    if (meaning !== null && compared === 0) return missing;
    return html`${missing}
      <div class="line">
        ${this.#slider(value)}
        <span data-testid="duplicates-found"
          >${clusters === 0 ? `None among ${counted(compared, 'sample')}` : `${counted(clusters, 'group')} with ${counted(samples, 'sample')} of ${number(compared)}`}</span
        >
      </div>
      ${meaning === null ? nothing : html`${nearestFigure(meaning, this.sliding ?? threshold)} ${leftOutByMeaning(meaning)}`}
      <loom-duplicate-groups .store=${this.store} .noModel=${this.noModel}></loom-duplicate-groups>`;
  }

  #slider({ threshold, meaning }: DuplicateGroups) {
    const shown = this.sliding ?? threshold;
    const { cosine: chosen } = this.store.choice;
    return html`<label class="soft" for="threshold">${meaning === null ? 'Similarity from' : 'Cosine from'}</label>
      <input
        id="threshold"
        type="range"
        min="0.5"
        max="1"
        step="0.01"
        .value=${String(shown)}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLInputElement) this.sliding = Number(target.value);
        }}
        @change=${({ target }: Event) => {
          this.sliding = null;
          if (!(target instanceof HTMLInputElement)) return;
          const value = Number(target.value);
          this.store.choose(meaning === null ? { threshold: value } : { cosine: value });
        }}
      />
      <output for="threshold">${meaning === null ? share(shown) : cosine(shown)}</output>
      ${
        meaning === null || chosen === null || chosen === meaning.suggested
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                this.store.choose({ cosine: null });
              }}
            >
              Take ${cosine(meaning.suggested)}, which suits them
            </button>`
      }`;
  }

  /** What is to be done where samples cannot be compared by meaning, or some of them. */
  #missing({ model, missing }: DuplicatesByMeaning) {
    if (model === null) {
      return this.#toDo('No model is chosen that embeds: without one nothing is compared by meaning.', 'Choose Model…', () => {
        emit(this, 'loom-choose-model', null);
      });
    }
    if (missing === 0) return nothing;
    const without =
      missing === 1
        ? '1 sample has no embedding, and is not compared.'
        : `${counted(missing, 'sample')} have no embedding, and are not compared.`;
    return this.#toDo(without, 'Embed Them…', () => {
      const { filter } = this.store;
      if (filter !== null) emit(this, 'loom-embed', { filter });
    });
  }

  #toDo(said: string, name: string, act: () => void) {
    return html`<p class="line to-do" data-testid="to-embed">
      <span>${said}</span>
      <vscode-button appearance="secondary" ?disabled=${this.noModel !== null} title=${this.noModel ?? nothing} @click=${act}
        >${name}</vscode-button
      >
    </p>`;
  }

  #failed(error: string) {
    return html`<p class="error" role="alert">
      Duplicates could not be listed: ${error}
      <button
        class="link"
        @click=${() => {
          void this.store.measure(['duplicates']);
        }}
      >
        Retry
      </button>
    </p>`;
  }
}

customElements.define('loom-insights-duplicates', LoomInsightsDuplicates);
