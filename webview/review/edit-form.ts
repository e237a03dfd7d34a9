import { css, html } from 'lit';
import type { Draft } from '../ui/intent.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import { partNames } from '../ui/words.ts';
import type { ReviewStore } from './review-store.ts';

type EditDraft = Extract<Draft, { kind: 'edit' }>;

/** The text of a sample, to be changed where it stands. */
export class LoomEditForm extends StoreElement<ReviewStore> {
  static override properties = { ...StoreElement.properties, draft: { attribute: false } };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 12px;
      }
      vscode-text-area::part(control) {
        min-height: 64px;
        max-height: 400px;
        field-sizing: content;
        line-height: 20px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
    `,
  ];
  declare draft: EditDraft;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('vscode-text-area')?.focus();
  }

  override render() {
    const { draft } = this;
    const names = partNames(this.store.sample?.method ?? '');
    const empty = !this.#isComplete;
    const saving = this.store.working !== null;
    return html`<div @keydown=${this.#press}>${this.#area('question', names.question, draft.question)}</div>
      <div @keydown=${this.#press}>${this.#area('answer', names.answer, draft.answer)}</div>
      <div class="actions">
        <vscode-button appearance="primary" ?disabled=${empty || saving} @click=${this.#save}
          >Save<kbd aria-hidden="true">Ctrl Enter</kbd></vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.#cancel}>Cancel<kbd aria-hidden="true">Esc</kbd></vscode-button>
        ${empty ? html`<span class="error small" role="status">${names.question} and ${names.answer.toLowerCase()} must both say something.</span>` : ''}
      </div>`;
  }

  /** A question that was left without an answer may stay so. */
  get #isComplete(): boolean {
    const { question, answer } = this.draft;
    return question.trim() !== '' && (answer.trim() !== '' || this.store.sample?.current.content.answer === '');
  }

  #area(name: 'question' | 'answer', label: string, value: string) {
    return html`<vscode-text-area
      .value=${value}
      resize="vertical"
      @input=${(event: Event) => {
        if (event.target instanceof HTMLElement && 'value' in event.target && typeof event.target.value === 'string') {
          this.store.setDraft({ ...this.draft, [name]: event.target.value });
        }
      }}
      ><span class="heading">${label}</span></vscode-text-area
    >`;
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#save();
    else if (event.key === 'Escape') this.#cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #save = (): void => {
    const { question, answer } = this.draft;
    if (this.#isComplete) this.store.edit({ question, answer });
  };

  readonly #cancel = (): void => {
    this.store.setDraft(null);
  };
}

customElements.define('loom-edit-form', LoomEditForm);
