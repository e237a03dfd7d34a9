import { html, nothing } from 'lit';
import type { DuplicateGroup, DuplicateGroups } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons, statusStyles } from '../../ui/styles.ts';
import { counted, number, share, statusWords } from '../../ui/words.ts';
import { figure } from '../figures.ts';
import { sectionStyles } from '../insights-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { duplicatesStyles } from './duplicates-styles.ts';

const rules = [
  { keep: 'judge', title: 'the best judged' },
  { keep: 'longest', title: 'the longest' },
  { keep: 'shortest', title: 'the shortest' },
  { keep: 'oldest', title: 'the oldest' },
] as const;
type ThinningRule = (typeof rules)[number]['keep'];

/** Groups of samples that say nearly the same, and thinning them out. */
export class LoomInsightsDuplicates extends StoreElement<InsightsStore> {
  static override properties = {
    ...StoreElement.properties,
    noModel: { attribute: false },
    keep: { state: true },
    first: { state: true },
    sliding: { state: true },
    asking: { state: true },
  };
  static override styles = [base, buttons, statusStyles, sectionStyles, duplicatesStyles];
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;
  declare keep: ThinningRule;
  /** Members that stay whatever the rule says, by group: one of each. */
  declare first: ReadonlyMap<string, string>;
  /** Threshold while the slider is held. */
  declare sliding: number | null;
  declare asking: boolean;

  constructor() {
    super();
    this.noModel = null;
    this.keep = 'judge';
    this.first = new Map();
    this.sliding = null;
    this.asking = false;
  }

  override render() {
    const { value, error } = this.store.duplicates;
    if (value === null && error === null) return nothing;
    return html`<h2>Near-duplicates</h2>
      <p class="lead">
        Samples that share so many runs of words that one is enough. Two questions on one subject are none; the similarity is that of their
        words, not of what they mean.
      </p>
      ${error === null ? nothing : this.#failed(error)} ${value === null ? nothing : this.#found(value)}`;
  }

  #found(value: DuplicateGroups) {
    const { list, clusters, samples, compared } = value;
    return html`<div class="line">
        ${this.#slider(value.threshold)}
        <span data-testid="duplicates-found"
          >${clusters === 0 ? `None among ${counted(compared, 'sample')}` : `${counted(clusters, 'group')} with ${counted(samples, 'sample')} of ${number(compared)}`}</span
        >
      </div>
      ${clusters === 0 ? nothing : this.#thin(value)}
      <div class="groups">${list.map((group) => this.#group(group))}</div>
      ${clusters > list.length ? html`<p class="soft">The ${number(list.length)} largest groups are shown; all are thinned out.</p>` : nothing}`;
  }

  #slider(threshold: number) {
    const shown = this.sliding ?? threshold;
    return html`<label class="soft" for="threshold">Similarity from</label>
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
          if (target instanceof HTMLInputElement) this.store.choose({ threshold: Number(target.value) });
        }}
      />
      <output for="threshold">${share(shown)}</output>`;
  }

  #thin({ clusters, samples }: DuplicateGroups) {
    const busy = this.store.deciding !== null || this.noModel !== null;
    return html`<div class="line ask">
      <label class="soft" for="keep">Keep of each</label>
      <select
        id="keep"
        @change=${({ target }: Event) => {
          if (target instanceof HTMLSelectElement) this.keep = rules.find(({ keep }) => keep === target.value)?.keep ?? 'judge';
        }}
      >
        ${rules.map(({ keep, title }) => html`<option value=${keep} ?selected=${keep === this.keep}>${title}</option>`)}
      </select>
      ${
        this.asking
          ? html`<span>Reject up to ${counted(samples - clusters, 'sample')}?</span>
              <vscode-button
                appearance="secondary"
                ?disabled=${busy}
                @click=${() => {
                  this.asking = false;
                  this.store.thinOut(this.keep, [...this.first.values()]);
                }}
                >Thin Out</vscode-button
              >
              <vscode-button
                appearance="secondary"
                @click=${() => {
                  this.asking = false;
                }}
                >Cancel</vscode-button
              >`
          : html`<vscode-button
              appearance="secondary"
              ?disabled=${busy}
              title=${this.noModel ?? nothing}
              @click=${() => {
                this.asking = true;
              }}
              >Thin Out…</vscode-button
            >`
      }
    </div>`;
  }

  #group({ samples }: DuplicateGroup) {
    const key = samples[0]?.id ?? '';
    return html`<ul class="card" data-testid="group">
      ${samples.map(
        ({ id, status, label, similarity, judge, words, methodTitle }) =>
          html`<li class="member">
            <p>${label}</p>
            <div class="line small soft">
              <span class="status" data-status=${status}>${statusWords[status]}</span>
              <span>similarity ${share(similarity)}</span>
              <span>${judge === null ? 'not judged' : `judge ${figure(judge)}`}</span>
              <span>${counted(words, 'word')}</span>
              <span>${methodTitle}</span>
              <button
                class="link"
                aria-label="Show sample: ${label}"
                @click=${() => {
                  emit(this, 'loom-focus', { kind: 'sample', sample: id });
                }}
              >
                Show
              </button>
              <label class="line">
                <input
                  type="checkbox"
                  .checked=${this.first.get(key) === id}
                  @change=${({ target }: Event) => {
                    this.#keepFirst(key, target instanceof HTMLInputElement && target.checked ? id : null);
                  }}
                />
                keep this one
              </label>
            </div>
          </li>`,
      )}
    </ul>`;
  }

  #keepFirst(group: string, sample: string | null): void {
    const first = new Map(this.first);
    if (sample === null) first.delete(group);
    else first.set(group, sample);
    this.first = first;
  }

  #failed(error: string) {
    return html`<p class="error" role="alert">
      Near-duplicates could not be listed: ${error}
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

  protected override updated(): void {
    // Samples that are no longer compared cannot be kept first.
    const known = new Set(this.store.duplicates.value?.list.flatMap(({ samples }) => samples.map(({ id }) => id)));
    const first = new Map([...this.first].filter(([, sample]) => known.has(sample)));
    if (first.size !== this.first.size) this.first = first;
  }
}

customElements.define('loom-insights-duplicates', LoomInsightsDuplicates);
