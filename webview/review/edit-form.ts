import { css, html, nothing } from 'lit';
import { type Content, type Part, partsOf, withParts } from '../../src/protocol/shapes.ts';
import type { FormDraft } from '../ui/intent.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import type { ReviewStore } from './review-store.ts';

type EditDraft = Extract<FormDraft, { kind: 'edit' }>;

const problemOf = (edited: Content | { readonly problem: string } | null): string | null =>
  edited !== null && 'problem' in edited ? edited.problem : null;

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
      /* Elsewhere a field's label is for screen readers alone; here it tells the parts apart. */
      vscode-text-field {
        width: 100%;
      }
      vscode-text-field::part(label) {
        position: static;
        width: auto;
        height: auto;
        overflow: visible;
        clip-path: none;
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
    const { sample, working } = this.store;
    const edited = this.#edited;
    const problem = problemOf(edited);
    const content = edited === null || 'problem' in edited ? sample?.current.content : edited;
    const parts = content === undefined ? [] : partsOf(content);
    return html`${parts.map((part) => html`<div @keydown=${this.#press}>${this.#field(part)}</div>`)}
      <div class="actions">
        <vscode-button appearance="primary" ?disabled=${problem !== null || working !== null} @click=${this.#save}
          >Save<kbd aria-hidden="true">Ctrl Enter</kbd></vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.#cancel}>Cancel<kbd aria-hidden="true">Esc</kbd></vscode-button>
        ${problem === null ? nothing : html`<span class="error small" role="status">${problem}.</span>`}
      </div>`;
  }

  /** The sample as it would be saved, or the reason that it cannot be; null while no sample is shown. */
  get #edited(): Content | { readonly problem: string } | null {
    const { sample } = this.store;
    return sample === null ? null : withParts(sample.current.content, this.draft.parts);
  }

  #field({ name, label, form, text }: Part) {
    const value = this.draft.parts[name] ?? text;
    const input = (event: Event) => {
      if (event.target instanceof HTMLElement && 'value' in event.target && typeof event.target.value === 'string') {
        this.store.setDraft({ ...this.draft, parts: { ...this.draft.parts, [name]: event.target.value } });
      }
    };
    const heading = html`<span class="heading">${label}</span>`;
    return form === 'line'
      ? html`<vscode-text-field data-part=${name} .value=${value} @input=${input}>${heading}</vscode-text-field>`
      : html`<vscode-text-area data-part=${name} .value=${value} resize="vertical" @input=${input}>${heading}</vscode-text-area>`;
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#save();
    else if (event.key === 'Escape') this.#cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #save = (): void => {
    if (problemOf(this.#edited) === null) this.store.edit(this.draft.parts);
  };

  readonly #cancel = (): void => {
    this.store.setDraft(null);
  };
}

customElements.define('loom-edit-form', LoomEditForm);
