import { html, nothing } from 'lit';
import type { ListedSnapshot, SampleTotals, SnapshotComparison } from '../../src/protocol/results.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { counted, number, sampleStatuses, statusWords } from '../ui/words.ts';
import { snapshotStyles } from './snapshots-styles.ts';
import type { SnapshotsStore } from './snapshots-store.ts';

/** The snapshots that were taken, and what can be done with each. */
export class LoomSnapshotList extends StoreElement<SnapshotsStore> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, noModel: { attribute: false } };
  static override styles = [base, buttons, snapshotStyles];
  declare message: string;
  /** Reason that nothing is written; null when it is. */
  declare noModel: string | null;

  constructor() {
    super();
    this.message = '';
    this.noModel = null;
  }

  override render() {
    const { list, failure } = this.store;
    return html`<div class="line">
        <h2>Snapshots</h2>
        <span class="line end">${this.#taking()}</span>
      </div>
      <div class="small" role="status">${this.#state()}</div>
      ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
      ${list.error === null ? nothing : html`<p class="error" role="alert">The snapshots could not be listed: ${list.error}</p>`}
      ${list.value?.length === 0 ? html`<p class="soft">No snapshots yet. One names the state that the samples are in, to compare with it and to come back to it.</p>` : nothing}
      <ul>
        ${list.value?.map((snapshot) => this.#row(snapshot))}
      </ul>`;
  }

  #taking() {
    const { store } = this;
    if (store.name === null) {
      return this.#button('Take Snapshot…', () => {
        store.ask('');
        void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
      });
    }
    return html`<input
        aria-label="Name of the snapshot"
        placeholder="Name, as first draft"
        maxlength="100"
        .value=${store.name}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLInputElement) store.name = target.value;
        }}
        @keydown=${(event: KeyboardEvent) => {
          event.stopPropagation();
          if (event.key === 'Enter' && !event.isComposing) store.take();
          if (event.key === 'Escape') store.ask(null);
        }}
      />
      ${this.#button('Take', () => {
        store.take();
      })}
      <button
        class="link"
        @click=${() => {
          store.ask(null);
        }}
      >
        Cancel
      </button>`;
  }

  #state() {
    const { busy } = this.store;
    if (busy === 'restore') {
      return html`<span class="soft">Restoring…</span>
        <button
          class="link"
          @click=${() => {
            void this.store.cancel();
          }}
        >
          Cancel
        </button>`;
    }
    return this.message === '' ? nothing : html`<span data-testid="snapshots-said">${this.message}</span>`;
  }

  #row(snapshot: ListedSnapshot) {
    const { store } = this;
    const { id, name, note, at, by, samples } = snapshot;
    return html`<li class="row" data-snapshot=${id}>
      <div class="line">
        <span class="name">${name}</span>
        <span class="soft small">${when(at)}, ${by}</span>
        <span class="line end">
          ${this.#link(`Compare ${name} with now`, 'Compare', () => {
            store.choose({ from: id, to: 'now', kind: null });
          })}
          ${this.#writing(`Restore ${name}`, 'Restore…', () => {
            store.askToRestore(snapshot);
          })}
          ${this.#writing(`Drop ${name}`, 'Drop…', () => {
            store.askToDrop(snapshot);
          })}
        </span>
      </div>
      ${note === null ? nothing : html`<p>${note}</p>`}
      <p class="soft small numbers">${totalsLine(samples)}</p>
      ${store.question?.snapshot.id === id ? this.#question(store.question) : nothing}
    </li>`;
  }

  #question(question: NonNullable<SnapshotsStore['question']>) {
    const { name } = question.snapshot;
    const isDrop = question.what === 'drop';
    return html`<div class="question" role="group" aria-label=${isDrop ? `Drop ${name}` : `Restore ${name}`}>
      <p>
        ${isDrop ? 'Its name is free again, and it can no longer be compared with or restored. No sample changes.' : restoreWords(question.counts)}
      </p>
      <div class="line">
        ${this.#button(
          isDrop ? 'Drop' : 'Restore',
          () => {
            this.store.agree();
          },
          !isDrop && question.counts === null,
        )}
        <button
          class="link"
          @click=${() => {
            this.store.leave();
          }}
        >
          Cancel
        </button>
      </div>
    </div>`;
  }

  #link(label: string, text: string, act: () => void) {
    return html`<button class="link" aria-label=${label} @click=${act}>${text}</button>`;
  }

  #writing(label: string, text: string, act: () => void) {
    const { noModel } = this;
    return html`<button
      class="link"
      aria-label=${label}
      title=${noModel ?? nothing}
      ?disabled=${noModel !== null || this.store.busy !== null}
      @click=${act}
    >
      ${text}
    </button>`;
  }

  #button(name: string, act: () => void, waits = false) {
    const { noModel } = this;
    return html`<vscode-button
      appearance="secondary"
      title=${noModel ?? nothing}
      ?disabled=${noModel !== null || this.store.busy !== null || waits}
      @click=${act}
      >${name}</vscode-button
    >`;
  }
}

/** A time as this person's calendar and clock have it. */
const when = (at: string): string => new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

const totalsLine = (samples: SampleTotals): string =>
  sampleStatuses.map((status) => `${number(samples[status])} ${statusWords[status]}`).join(' · ');

function restoreWords(counts: SnapshotComparison['counts'] | null): string {
  if (counts === null) return 'Comparing with the present state…';
  const { added, edited, redecided } = counts;
  if (added + edited + redecided === 0) return 'Nothing differs from the present state.';
  const back = [
    ...(redecided === 0 ? [] : [`decisions on ${counted(redecided, 'sample')}`]),
    ...(edited === 0 ? [] : [`texts of ${counted(edited, 'sample')}`]),
  ].join(' and ');
  const since = added === 0 ? '' : `${counted(added, 'sample')} made since will be to review, and nothing is deleted. `;
  return `${back === '' ? '' : `This brings back the ${back}. `}${since}The present state is kept as a snapshot, and Undo takes it back.`;
}

customElements.define('loom-snapshot-list', LoomSnapshotList);
