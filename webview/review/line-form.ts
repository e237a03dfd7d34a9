import { css, html, nothing } from 'lit';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import type { ReviewStore } from './review-store.ts';

/** Question of a one-line form. */
export interface LineQuestion {
  readonly label: string;
  readonly placeholder: string;
  /** The button that sends it. */
  readonly verb: string;
  readonly required: boolean;
  /** Usual answers, one click away. */
  readonly usual: readonly string[];
  readonly set: (value: string) => void;
  readonly send: (value: string) => void;
}

/** A line of text asked for in place of the actions: the reason of a rejection, the instruction of a regeneration. */
export class LoomLineForm extends StoreElement<ReviewStore> {
  static override properties = { ...StoreElement.properties, question: { attribute: false }, value: { attribute: false } };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 8px;
      }
      .chips,
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .chip {
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: 12px;
        line-height: 22px;
      }
      .chip:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .chip[aria-pressed='true'] {
        border-color: var(--accent);
      }
      vscode-text-field {
        flex: 1 1 200px;
      }
    `,
  ];
  declare question: LineQuestion;
  declare value: string;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('vscode-text-field')?.focus();
  }

  override render() {
    const { question, value } = this;
    const blocked = (question.required && value.trim() === '') || this.store.working !== null;
    return html`${
        question.usual.length === 0
          ? nothing
          : html`<div class="chips" role="group" aria-label="Usual answers">
              ${question.usual.map(
                (usual) =>
                  html`<button
                    class="chip small"
                    aria-pressed=${usual === value ? 'true' : 'false'}
                    @click=${() => {
                      question.set(usual);
                      this.renderRoot.querySelector<HTMLElement>('vscode-text-field')?.focus();
                    }}
                  >
                    ${usual}
                  </button>`,
              )}
            </div>`
      }
      <div class="row">
        <vscode-text-field
          placeholder=${question.placeholder}
          .value=${value}
          @input=${(event: Event) => {
            if (event.target instanceof HTMLElement && 'value' in event.target && typeof event.target.value === 'string')
              question.set(event.target.value);
          }}
          @keydown=${(event: KeyboardEvent) => {
            this.#press(event, blocked);
          }}
          >${question.label}</vscode-text-field
        >
        <vscode-button
          appearance="primary"
          ?disabled=${blocked}
          @click=${() => {
            question.send(value);
          }}
          >${question.verb}<kbd aria-hidden="true">Enter</kbd></vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.#cancel}>Cancel<kbd aria-hidden="true">Esc</kbd></vscode-button>
      </div>`;
  }

  #press(event: KeyboardEvent, blocked: boolean): void {
    // An Enter that ends a composition (Japanese, Chinese) belongs to the input method.
    if (event.key === 'Enter' && !event.isComposing) {
      if (!blocked) this.question.send(this.value);
    } else if (event.key === 'Escape') {
      this.#cancel();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  readonly #cancel = (): void => {
    this.store.setDraft(null);
  };
}

customElements.define('loom-line-form', LoomLineForm);
