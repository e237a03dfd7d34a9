import { css, html, nothing } from 'lit';
import type { ComparedSample, SampleChangeKind, SnapshotComparison } from '../../src/protocol/results.ts';
import { difference, differenceStyles } from '../review/difference.ts';
import { emit } from '../ui/events.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { counted, number, statusWords } from '../ui/words.ts';
import { snapshotStyles } from './snapshots-styles.ts';
import { present, type SnapshotsStore } from './snapshots-store.ts';

const kinds: readonly { readonly kind: SampleChangeKind; readonly word: string }[] = [
  { kind: 'added', word: 'added' },
  { kind: 'removed', word: 'removed' },
  { kind: 'edited', word: 'edited' },
  { kind: 'redecided', word: 're-decided' },
  { kind: 'rejudged', word: 're-judged' },
];
const wordOf = (kind: SampleChangeKind): string => kinds.find((each) => each.kind === kind)!.word;

/** What differs between two states: numbers to filter by, and the samples, each of which unfolds into its parts. */
export class LoomComparison extends StoreElement<SnapshotsStore> {
  static override styles = [
    base,
    buttons,
    snapshotStyles,
    differenceStyles,
    css`
      .fold {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        width: 100%;
      }
      .fold::before {
        content: '▸';
        width: 12px;
      }
      .fold[aria-expanded='true']::before {
        content: '▾';
      }
      .fold .label {
        flex: 1 1 200px;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .detail {
        padding: 8px 0 0 24px;
      }
      .text {
        white-space: pre-wrap;
        margin-bottom: 8px;
      }
    `,
  ];

  override render() {
    const { store } = this;
    if (store.list.value === null || store.from === null) return nothing;
    return html`<h2>Differences</h2>
      <div class="line">${this.#state('from', 'From', store.from)} ${this.#state('to', 'To', store.to)} ${this.#progress()}</div>
      <div class="space">${this.#body()}</div>`;
  }

  /** How far the comparison is that belongs to what is chosen. The button stays the same element, so that the keyboard stays on it. */
  #progress() {
    const { store } = this;
    const [word, name, act] = store.comparison.loading
      ? (['Comparing…', 'Cancel', () => store.cancelComparing()] as const)
      : store.calledOff
        ? (['Called off', 'Compare', () => store.compare()] as const)
        : store.isStale
          ? (['Out of date', 'Refresh', () => store.compare()] as const)
          : (['', '', null] as const);
    return html`<span class="soft small" role="status">${word}</span> ${
        act === null
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                void act();
              }}
            >
              ${name}
            </button>`
      }`;
  }

  #state(part: 'from' | 'to', label: string, chosen: string) {
    const states = [{ id: present, name: present }, ...(this.store.list.value ?? [])];
    return html`<span class="line">
      <label class="soft" for=${part}>${label}</label>
      <select
        id=${part}
        .value=${chosen}
        @change=${({ target }: Event) => {
          if (target instanceof HTMLSelectElement) this.store.choose({ [part]: target.value, kind: null });
        }}
      >
        ${states.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
      </select>
    </span>`;
  }

  #body() {
    const { comparison } = this.store;
    if (comparison.error !== null) return html`<p class="error" role="alert">The states could not be compared: ${comparison.error}</p>`;
    const { value } = comparison;
    if (value === null) return nothing;
    const left = value.total - value.changes.length;
    return html`<p class="soft" role="status" data-testid="differing">
        ${value.differing === 0 ? 'No differences.' : `${counted(value.differing, 'sample')} ${value.differing === 1 ? 'differs' : 'differ'}.`}
      </p>
      ${value.differing === 0 ? nothing : this.#chips(value)}
      <ul class="space">
        ${value.changes.map((change) => this.#row(change))}
      </ul>
      ${
        left <= 0
          ? nothing
          : html`<button
              class="link"
              ?disabled=${this.store.busy !== null}
              @click=${() => {
                this.store.more();
              }}
            >
              Show more (${number(left)} left)
            </button>`
      }`;
  }

  #chips({ counts }: SnapshotComparison) {
    const chosen = this.store.choice.kind;
    return html`<div class="line space numbers" role="group" aria-label="Kinds of differences">
      ${kinds
        .filter(({ kind }) => counts[kind] > 0 || kind === chosen)
        .map(
          ({ kind, word }) =>
            html`<button
              class="chip"
              aria-pressed=${kind === chosen ? 'true' : 'false'}
              @click=${() => {
                this.store.only(kind === chosen ? null : kind);
              }}
            >
              ${number(counts[kind])} ${word}
            </button>`,
        )}
    </div>`;
  }

  #row(change: ComparedSample) {
    const isOpen = this.store.unfolded.has(change.sample);
    return html`<li class="row" data-sample=${change.sample}>
      <button
        class="fold"
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${() => {
          this.store.toggle(change);
        }}
      >
        <span class="label">${change.label}</span>
        <span class="soft small">${change.kinds.map(wordOf).join(', ')}</span>
      </button>
      ${isOpen ? this.#detail(change) : nothing}
    </li>`;
  }

  #detail({ sample, kinds: ways, before, after, parts }: ComparedSample) {
    return html`<div class="detail">
      ${decisions(ways, before, after).map((line) => html`<p>${line}</p>`)}
      ${parts.map(
        ({ label, before: was, after: is }) =>
          html`<h3 class="heading">${label}</h3>
            <p class="text">${difference(was ?? '', is ?? '')}</p>`,
      )}
      ${
        after === null
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                emit(this, 'loom-focus', { kind: 'sample', sample });
              }}
            >
              Open in Review
            </button>`
      }
    </div>`;
  }
}

type ComparedSide = ComparedSample['before'];

/** Lines about what was decided, and scored. */
function decisions(ways: readonly SampleChangeKind[], before: ComparedSide, after: ComparedSide): string[] {
  const said = (side: NonNullable<ComparedSide>): string => statusWords[side.status] + (side.reason === null ? '' : ` (${side.reason})`);
  const known = after ?? before;
  if (known === null) return [];
  if (before === null || after === null) return [said(known)];
  const score = (judge: number | null): string => (judge === null ? 'none' : judge.toFixed(1));
  const by =
    after.by === null || after.at === null
      ? ''
      : ` by ${after.by}, ${new Date(after.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`;
  return [
    ...(ways.includes('redecided') ? [`${said(before)} → ${said(after)}${by}`] : []),
    ...(ways.includes('rejudged') ? [`Judge ${score(before.judge)} → ${score(after.judge)}`] : []),
  ];
}

customElements.define('loom-comparison', LoomComparison);
