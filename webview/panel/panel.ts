import { css, html, LitElement, nothing } from 'lit';
import { corpusFormats } from '../../src/protocol/corpus-files.ts';
import type { ProjectStatus } from '../../src/protocol/results.ts';
import '../graph/graph-region.ts';
import { perform } from '../review/actions.ts';
import { actionOf, isTyping, type ReviewAction } from '../review/keys.ts';
import '../review/review-region.ts';
import type { LoomReviewRegion } from '../review/review-region.ts';
import type { PanelEvent } from '../ui/events.ts';
import { HostChannel, type HostPort } from '../ui/host-channel.ts';
import type { IntentStorage } from '../ui/intent.ts';
import '../ui/split.ts';
import { base, buttons, centred } from '../ui/styles.ts';
import './header.ts';
import { PanelStore } from './panel-store.ts';
import './part-tab.ts';
import { tabTitles } from './tabs.ts';

/** The panel *Loom*: the concept graph of what is open, and its samples, one of them whole. */
export class LoomPanel extends LitElement {
  static override styles = [
    base,
    buttons,
    centred,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100vh;
        min-width: 0;
        background: var(--vscode-editor-background);
      }
      main {
        position: relative;
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      .tab {
        flex: 1;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      loom-split {
        flex: 1;
      }
      .centre {
        text-align: center;
      }
      .centre p {
        max-width: 440px;
        overflow-wrap: anywhere;
      }
      .notice {
        display: flex;
        gap: 12px;
        padding: 4px 12px;
        border-bottom: 1px solid var(--line);
      }
      .notice span {
        flex: 1;
      }
    `,
  ];
  #channel: HostChannel | null = null;
  #store: PanelStore | null = null;
  #stops: (() => void)[] = [];
  #formOpen = false;

  /** Joins the panel to its host and asks for what to show. */
  connect(port: HostPort, storage: IntentStorage): void {
    const channel = new HostChannel(port, (problem) => {
      this.#store?.report(problem);
    });
    const store = new PanelStore(channel, storage);
    this.#channel = channel;
    this.#store = store;
    const draw = (): void => {
      this.requestUpdate();
    };
    this.#stops = [store.subscribe(draw), store.review.subscribe(draw), store.graph.subscribe(draw)];
    void store.open();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#press);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#press);
    for (const stop of this.#stops) stop();
    this.#channel?.dispose();
  }

  override render() {
    const store = this.#store;
    if (store === null || store.phase === 'loading') return loading;
    if (store.phase === 'failed') return this.#failed(store);
    const { status, notice } = store;
    const empty = status.value !== null && hasNothing(status.value);
    return html`<loom-header .store=${store} ?primary=${!empty && !this.#deciding(store)}></loom-header>
      <main>
        ${notice === null ? nothing : this.#notice(store, notice)} ${this.#stale(store)}
        ${empty && store.intent.tab !== 'plan' ? this.#empty(store) : this.#tab(store)}
        <div class="hidden-text" role="status" aria-live="polite" data-testid="live">${store.announcement}</div>
      </main>`;
  }

  /** One filled button at a time: with a sample to decide on, or a form open, or runs to start, it is not the one that generates. */
  #deciding({ review, intent }: PanelStore): boolean {
    if (intent.tab === 'plan') return true;
    if (intent.tab !== 'review') return false;
    return review.openDraft !== null || review.checked.size > 0 || (review.sample !== null && review.sample.status !== 'accepted');
  }

  /** The part that is chosen, and what its elements ask of the whole. */
  #tab(store: PanelStore) {
    return html`<div
      class="tab"
      role="tabpanel"
      aria-label=${tabTitles[store.intent.tab]}
      @loom-focus=${(event: PanelEvent<'loom-focus'>) => {
        void store.look(event.detail);
      }}
      @loom-show-samples=${(event: PanelEvent<'loom-show-samples'>) => {
        void store.showSamples(event.detail);
      }}
      @loom-save=${(event: PanelEvent<'loom-save'>) => {
        void store.save(event.detail);
      }}
      @loom-settings=${() => {
        void store.run('conceptLoom.openProjectFile');
      }}
      @loom-measure-diversity=${(event: PanelEvent<'loom-measure-diversity'>) => {
        void store.run('conceptLoom.measureDiversity', { choice: event.detail }).then(() => store.insights.store?.fetchKinds());
      }}
      @loom-embed=${(event: PanelEvent<'loom-embed'>) => {
        void store.run('conceptLoom.embedSamples', { choice: event.detail });
      }}
      @loom-choose-model=${() => {
        void store.run('conceptLoom.chooseModel');
      }}
    >
      ${this.#part(store)}
    </div>`;
  }

  #part(store: PanelStore) {
    switch (store.intent.tab) {
      case 'review':
        return this.#review(store);
      case 'insights': {
        const { insights, announcement, abilities } = store;
        const draw = () =>
          html`<loom-insights
            class="part"
            .store=${insights.store}
            .message=${announcement}
            .noModel=${abilities.noModel}
          ></loom-insights>`;
        return html`<loom-part-tab name="insights" .store=${insights} .draw=${draw}></loom-part-tab>`;
      }
      case 'snapshots': {
        const { snapshots, announcement, abilities } = store;
        const draw = () =>
          html`<loom-snapshots
            class="part"
            .store=${snapshots.store}
            .message=${announcement}
            .noModel=${abilities.noModel}
          ></loom-snapshots>`;
        return html`<loom-part-tab name="snapshots" .store=${snapshots} .draw=${draw}></loom-part-tab>`;
      }
      case 'plan': {
        const { plan, abilities } = store;
        const draw = () => html`<loom-plan class="part" .store=${plan.store} .noModel=${abilities.noModel}></loom-plan>`;
        return html`<loom-part-tab name="plan" .store=${plan} .draw=${draw}></loom-part-tab>`;
      }
    }
  }

  #review(store: PanelStore) {
    return html`<loom-split
      share=${store.intent.split}
      above="Graph"
      below="Samples"
      @loom-split=${(event: CustomEvent<number>) => {
        store.setSplit(event.detail);
      }}
      @loom-unfocus=${() => {
        void store.unfocus();
      }}
      @loom-reveal=${(event: PanelEvent<'loom-reveal'>) => {
        void store.reveal(event.detail);
      }}
      @loom-toggle-node-list=${() => {
        store.toggleNodeList();
      }}
      @loom-generate=${(event: PanelEvent<'loom-generate'>) => {
        void store.run('conceptLoom.generateFromConcept', { concept: event.detail });
      }}
      @loom-judge=${(event: PanelEvent<'loom-judge'>) => {
        void store.run('conceptLoom.judgeSamples', { choice: event.detail });
      }}
      @loom-calibrate=${() => {
        void store.run('conceptLoom.calibrateJudge');
      }}
      @loom-action=${(event: CustomEvent<ReviewAction>) => {
        perform(event.detail, store.review, store.abilities);
      }}
    >
      <loom-graph-region
        slot="above"
        role="region"
        aria-label="Concept graph"
        .store=${store.graph}
        .file=${store.intent.file}
        .nodeList=${store.intent.nodeList}
        .noModel=${store.abilities.noModel}
      ></loom-graph-region>
      <loom-review-region
        slot="below"
        role="region"
        aria-label="Samples"
        .store=${store.review}
        .abilities=${store.abilities}
        .message=${store.announcement}
      ></loom-review-region>
    </loom-split>`;
  }

  #empty(store: PanelStore) {
    const { noModel } = store.abilities;
    const { documents = 0, noDocuments = null } = store.status.value ?? {};
    return html`<div class="centre">
      <p>
        ${
          documents === 0
            ? `${noDocuments ?? 'There are no documents here yet.'} Put ${corpusFormats} files into this folder.`
            : `Nothing has been read yet. Weaving reads the ${documents === 1 ? 'document' : `${documents} documents`}, finds their concepts, and writes first samples to review.`
        }
      </p>
      <vscode-button
        appearance="primary"
        ?disabled=${noModel !== null || store.progress !== null}
        title=${noModel ?? nothing}
        @click=${() => {
          void store.run('conceptLoom.weaveSamples');
        }}
        >Weave Samples</vscode-button
      >
    </div>`;
  }

  #failed(store: PanelStore) {
    return html`<div class="centre" role="alert">
      <p class="error">${store.error}</p>
      <vscode-button
        appearance="primary"
        @click=${() => {
          void store.open();
        }}
        >Retry</vscode-button
      >
    </div>`;
  }

  #notice(store: PanelStore, notice: string) {
    return html`<div class="notice" role="alert">
      <span class="error">${notice}</span>
      <button
        class="link"
        @click=${() => {
          store.dismissNotice();
        }}
      >
        Dismiss
      </button>
    </div>`;
  }

  /** The project's state could not be read again: what is shown may be old. */
  #stale(store: PanelStore) {
    const { error } = store.status;
    if (error === null) return nothing;
    return html`<div class="notice" role="alert">
      <span class="error">${error}</span>
      <button
        class="link"
        @click=${() => {
          void store.open();
        }}
      >
        Retry
      </button>
    </div>`;
  }

  protected override updated(): void {
    const open = (this.#store?.review.openDraft ?? null) !== null;
    if (this.#formOpen && !open) this.renderRoot.querySelector<LoomReviewRegion>('loom-review-region')?.focusSample();
    this.#formOpen = open;
  }

  readonly #press = (event: KeyboardEvent): void => {
    const store = this.#store;
    // Keys decide on the sample that is seen.
    if (store?.phase !== 'open' || store.intent.tab !== 'review' || event.defaultPrevented) return;
    const path = event.composedPath().filter((target) => target instanceof HTMLElement);
    const action = actionOf(event, isTyping(path));
    if (action === null || store.review.openDraft !== null) return;
    event.preventDefault();
    perform(action, store.review, store.abilities);
  };
}

const loading = html`<div class="centre" role="status">
  <vscode-progress-ring></vscode-progress-ring>
  <p class="soft">Opening the project…</p>
</div>`;

/** Samples of a passage are made without concepts, too. */
const hasNothing = ({ topics, concepts, samples }: ProjectStatus): boolean =>
  topics + concepts + samples.pending + samples.accepted + samples.rejected + samples.gated === 0;

customElements.define('loom-panel', LoomPanel);
