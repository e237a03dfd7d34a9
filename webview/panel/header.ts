import { css, html, nothing } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { counted, modelName, number } from '../ui/words.ts';
import type { PanelTab } from '../ui/intent.ts';
import type { PanelStore } from './panel-store.ts';
import './tabs.ts';
import type { ProjectStatus } from '../../src/protocol/results.ts';

/** The first line: which project, how much of it there is, which model, and what can be started. */
export class LoomHeader extends StoreElement<PanelStore> {
  static override properties = {
    ...StoreElement.properties,
    /** True while the filled button is here, and not at a sample to decide on. */
    primary: { type: Boolean },
  };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        container: header / inline-size;
        border-bottom: 1px solid var(--line);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        padding: 8px 12px;
      }
      .project {
        flex: 1 1 240px;
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      h1 {
        margin: 0;
        font-size: inherit;
        font-weight: 600;
      }
      .right {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        min-width: 0;
      }
      @container header (max-width: 599px) {
        .project {
          flex-basis: 100%;
        }
      }
      .trust {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        padding: 4px 12px 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 12px 8px;
      }
      progress {
        flex: 1;
        min-width: 64px;
        height: 2px;
        appearance: none;
        border: 0;
      }
      progress::-webkit-progress-bar {
        background: var(--line);
        border-radius: 1px;
      }
      progress::-webkit-progress-value {
        background: var(--vscode-progressBar-background);
        border-radius: 1px;
      }
      .problems {
        padding: 0 12px 8px;
      }
      .problems li {
        overflow-wrap: anywhere;
      }
      summary {
        cursor: pointer;
        width: max-content;
      }
    `,
  ];
  declare primary: boolean;

  override render() {
    const { status, abilities, progress, trusted } = this.store;
    return html`<header class="line">
        ${status.value === null ? html`<h1>Loom</h1>` : this.#project(status.value)}
        <loom-tabs
          .tab=${this.store.intent.tab}
          @loom-tab=${(event: CustomEvent<PanelTab>) => {
            this.store.showTab(event.detail);
          }}
        ></loom-tabs>
        <div class="right">
          <vscode-button
            appearance="secondary"
            @click=${() => {
              void this.store.run('conceptLoom.previewPrompt');
            }}
            >Preview Prompt</vscode-button
          >
          <vscode-button
            .appearance=${this.primary ? 'primary' : 'secondary'}
            ?disabled=${abilities.noModel !== null}
            title=${abilities.noModel ?? nothing}
            @click=${() => {
              void this.store.run('conceptLoom.generateSamples');
            }}
            >Generate…</vscode-button
          >
        </div>
      </header>
      ${trusted ? nothing : this.#trust()} ${progress === null ? nothing : this.#progress(progress)}
      ${status.value === null ? nothing : [problems(status.value), omitted(status.value), notRead(status.value)]}`;
  }

  #project(status: ProjectStatus) {
    return html`<div class="project">
      <h1>${status.project}</h1>
      <span class="soft" data-testid="project-counts"
        >${counted(status.documents, 'document')} · ${counted(status.topics, 'topic')} · ${counted(status.concepts, 'concept')}</span
      >
      <span class="soft model" title="The model that writes the questions" data-testid="model">${modelName(status.models.questions)}</span>
    </div>`;
  }

  #trust() {
    return html`<div class="trust" role="status">
      <span>Restricted mode: everything can be read; nothing is written, and no model is called.</span>
      <button
        class="link"
        @click=${() => {
          void this.store.run('conceptLoom.manageTrust');
        }}
      >
        Manage Trust
      </button>
    </div>`;
  }

  #progress({ label, done, total }: { readonly label: string; readonly done: number; readonly total: number }) {
    return html`<div class="progress small soft" data-testid="progress">
      <span>${label}</span>
      <progress max=${Math.max(1, total)} .value=${done} aria-label=${label}></progress>
      <span>${number(done)} of ${number(total)}</span>
    </div>`;
  }
}

function problems({ problems }: ProjectStatus) {
  if (problems.length === 0) return nothing;
  return html`<details class="problems small">
    <summary>${counted(problems.length, 'problem')} in the corpus</summary>
    <ul>
      ${problems.map(({ file, line, reason }) => html`<li>${file}${line === undefined ? '' : `:${line}`} <span class="soft">${reason}</span></li>`)}
    </ul>
  </details>`;
}

const placeText = ({ file, line, of }: ProjectStatus['omitted'][number]['examples'][number]): string =>
  `${file}${line === undefined ? '' : `:${line}`}${of === undefined ? '' : ` (as ${of})`}`;

function omitted({ omitted }: ProjectStatus) {
  if (omitted.length === 0) return nothing;
  const total = omitted.reduce((sum, { count }) => sum + count, 0);
  return html`<details class="problems small" data-testid="omitted">
    <summary>${counted(total, 'piece')} of the corpus left out, cut or joined</summary>
    <ul>
      ${omitted.map(
        ({ what, count, files, examples }) =>
          html`<li>
            ${number(count)} ${what}
            <span class="soft">${examples.map(placeText).join(', ')}${files > examples.length ? ' …' : ''}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}

function notRead({ notRead }: ProjectStatus) {
  if (notRead.length === 0) return nothing;
  const total = notRead.reduce((sum, { count }) => sum + count, 0);
  return html`<details class="problems small" data-testid="not-read">
    <summary>${counted(total, 'path')} not read</summary>
    <ul>
      ${notRead.map(
        ({ what, count, examples }) =>
          html`<li>${number(count)} ${what} <span class="soft">${examples.join(', ')}${count > examples.length ? ' …' : ''}</span></li>`,
      )}
    </ul>
  </details>`;
}

customElements.define('loom-header', LoomHeader);
