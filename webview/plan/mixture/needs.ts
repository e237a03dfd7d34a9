import { css, html, nothing } from 'lit';
import { generatorEvidence } from '../../../src/protocol/mixture.ts';
import type { MixturePlan } from '../../../src/protocol/results.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { folding } from './folding.ts';
import type { MixtureStore } from './mixture-store.ts';
import { warning, warningStyles } from './warning.ts';
import { laterLine, needsLine, runLine, waitingLine } from './words.ts';

/** What the mixture takes: runs and their needs, what waits for review, and what can be done with the plan. */
export class LoomMixtureNeeds extends StoreElement<MixtureStore> {
  static override properties = { ...StoreElement.properties, plan: { attribute: false }, noModel: { attribute: false } };
  static override styles = [
    base,
    folding,
    buttons,
    warningStyles,
    css`
      :host {
        display: block;
        margin-top: 24px;
      }
      h3 {
        margin-bottom: 4px;
      }
      li,
      .sum {
        overflow-wrap: anywhere;
      }
      .runs li {
        margin-top: 8px;
      }
      .sum,
      .waiting {
        margin-top: 8px;
      }
      .does {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin: 12px 0;
      }
      .text {
        max-width: 72ch;
        margin-top: 4px;
      }
      details {
        margin-top: 8px;
      }
      code {
        display: block;
        margin-top: 4px;
        font-family: var(--vscode-editor-font-family, monospace);
        overflow-wrap: anywhere;
      }
    `,
  ];
  declare plan: MixturePlan;
  declare noModel: string | null;

  constructor() {
    super();
    this.noModel = null;
  }

  override render() {
    const { runs } = this.plan;
    return html`<h3>What it takes</h3>
      ${runs.length === 0 ? html`<p>Nothing is to be made.</p>` : this.#runs()} ${this.#waiting()}
      <p class="small soft text">${generatorEvidence}</p>
      ${this.#does()}`;
  }

  #runs() {
    const { runs, expected, whole } = this.plan;
    return html`<ul class="runs">
        ${runs.map(
          (run) =>
            html`<li>
              ${runLine(run)} ${run.estimate === null ? nothing : html`<span class="small soft">· ${needsLine(run.estimate)}</span>`}
              ${run.later === 0 ? nothing : html`<p class="small soft">${laterLine(run.later)}.</p>`}
              ${run.problem === null ? nothing : warning(run.problem)}
            </li>`,
        )}
      </ul>
      ${this.store.startable < 2 ? nothing : html`<p class="sum" data-testid="expected">Together ${needsLine(expected)}.</p>`}
      ${runs.some(({ later, problem }) => later > 0 && problem === null) ? html`<p class="sum small soft">With all further runs ${needsLine(whole)}.</p>` : nothing}
      <details class="small">
        <summary>On the command line</summary>
        ${runs.map(({ command }) => html`<code>${command}</code>`)}
      </details>`;
  }

  #waiting() {
    const waiting = this.plan.kinds.flatMap((planned) => {
      const line = waitingLine(planned);
      return line === null ? [] : [{ title: planned.title, line }];
    });
    if (waiting.length === 0) return nothing;
    return html`<div class="waiting">
      <ul>
        ${waiting.map(({ title, line }) => html`<li>${title}: ${line}</li>`)}
      </ul>
      <button
        class="link"
        @click=${() => {
          emit(this, 'loom-show-samples', 'status:pending');
        }}
      >
        Review them
      </button>
    </div>`;
  }

  /** Reason that no run can be started; null when one can. */
  get #noStart(): string | null {
    const { store, plan, noModel } = this;
    if (noModel !== null) return noModel;
    if (store.budgetProblem !== null) return 'The budget cannot be read.';
    if (store.plan.error !== null) return 'What is chosen could not be planned.';
    if (plan.runs.length === 0) return 'Nothing is to be made.';
    return store.startable === 0 ? 'No run can be started, for the reasons above.' : null;
  }

  #does() {
    const { store, plan, noModel } = this;
    const { failure } = store;
    const no = this.#noStart;
    const unplanned = store.budgetProblem ?? store.plan.error;
    const kept = store.isFresh ? 'All is as project.yaml has it.' : null;
    return html`<div class="does">
        <vscode-button
          appearance="primary"
          title=${no ?? nothing}
          ?disabled=${no !== null}
          @click=${() => {
            store.start();
          }}
          >Start These Runs…</vscode-button
        >
        ${this.#button('Write Mixture…', noModel ?? unplanned, () => {
          store.write();
        })}
        ${this.#button('Keep in project.yaml', noModel ?? unplanned ?? kept, () => {
          store.keep();
        })}
      </div>
      ${no === null || plan.runs.length === 0 ? nothing : html`<p class="small soft" data-testid="no-start">${no}</p>`}
      ${failure === null || failure.of === 'source' ? nothing : html`<p class="error" role="alert">${failure.reason}</p>`}`;
  }

  #button(name: string, no: string | null, act: () => void) {
    return html`<vscode-button
      appearance="secondary"
      title=${no ?? nothing}
      ?disabled=${no !== null || this.store.busy !== null}
      @click=${act}
      >${name}</vscode-button
    >`;
  }
}

customElements.define('loom-mixture-needs', LoomMixtureNeeds);
