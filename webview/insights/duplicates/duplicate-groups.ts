import { html, nothing } from 'lit';
import type { DuplicateGroup, DuplicateGroups } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons, statusStyles } from '../../ui/styles.ts';
import { counted, number, share, statusWords } from '../../ui/words.ts';
import { figure } from '../../chart/figures.ts';
import { sectionStyles } from '../../chart/section-styles.ts';
import type { InsightsStore } from '../insights-store.ts';
import { duplicatesStyles } from './duplicates-styles.ts';
import { cosine } from './nearest.ts';

const rules = [
  { keep: 'judge', title: 'the best judged' },
  { keep: 'longest', title: 'the longest' },
  { keep: 'shortest', title: 'the shortest' },
  { keep: 'oldest', title: 'the oldest' },
] as const;
type ThinningRule = (typeof rules)[number]['keep'];

/** Groups of duplicates, by either way, and thinning them out. */
export class LoomDuplicateGroups extends StoreElement<InsightsStore> {
  static override properties = {
    ...StoreElement.properties,
    noModel: { attribute: false },
    keep: { state: true },
    first: { state: true },
    asking: { state: true },
  };
  static override styles = [base, buttons, statusStyles, sectionStyles, duplicatesStyles];
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;
  declare keep: ThinningRule;
  /** Members that stay whatever the rule says, by group: one of each. */
  declare first: ReadonlyMap<string, string>;
  declare asking: boolean;

  constructor() {
    super();
    this.noModel = null;
    this.keep = 'judge';
    this.first = new Map();
    this.asking = false;
  }

  override render() {
    const { value } = this.store.duplicates;
    if (value === null || value.clusters === 0) return nothing;
    const { list, clusters } = value;
    return html`${this.#thin(value)}
      <div class="groups">${list.map((group) => this.#group(group, value.meaning !== null))}</div>
      ${clusters > list.length ? html`<p class="soft">The ${number(list.length)} largest groups are shown; all are thinned out.</p>` : nothing}`;
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

  #group({ samples }: DuplicateGroup, byMeaning: boolean) {
    const key = samples[0]?.id ?? '';
    return html`<ul class="card" data-testid="group">
      ${samples.map(
        ({ id, status, label, similarity, judge, words, methodTitle }) =>
          html`<li class="member">
            <p>${label}</p>
            <div class="line small soft">
              <span class="status" data-status=${status}>${statusWords[status]}</span>
              <span>${byMeaning ? `cosine ${cosine(similarity)}` : `similarity ${share(similarity)}`}</span>
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

  protected override updated(): void {
    // What stands in no group any more, or in another, is not shown as kept: it must not be kept unseen.
    const groups = new Map(this.store.duplicates.value?.list.map(({ samples }) => [samples[0]?.id, samples]));
    const first = new Map([...this.first].filter(([key, sample]) => groups.get(key)?.some(({ id }) => id === sample) === true));
    if (first.size !== this.first.size) this.first = first;
  }
}

customElements.define('loom-duplicate-groups', LoomDuplicateGroups);
