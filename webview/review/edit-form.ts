import { css, html, nothing } from 'lit';
import { type Part, partsOf, withParts } from '../../src/protocol/shapes.ts';
import type { KeptDraft } from '../ui/intent.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, fields } from '../ui/styles.ts';
import type { ReviewStore } from './review-store.ts';

type EditDraft = Extract<KeptDraft, { kind: 'edit' }>;

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
    const problem = this.#problem;
    const parts = sample === null ? [] : partsOf(sample.current.content);
    return html`${parts.map((part) => html`<div @keydown=${this.#press}>${this.#field(part)}</div>`)}
      <div class="actions">
        <vscode-button appearance="primary" ?disabled=${problem !== null || working !== null} @click=${this.#save}
          >Save<kbd aria-hidden="true">Ctrl Enter</kbd></vscode-button
        >
        <vscode-button appearance="secondary" @click=${this.#cancel}>Cancel<kbd aria-hidden="true">Esc</kbd></vscode-button>
        ${problem === null ? nothing : html`<span class="error small" role="status">${problem}.</span>`}
      </div>`;
  }

  /** Reason that the draft cannot be saved; null when it can. */
  get #problem(): string | null {
    const { sample } = this.store;
    if (sample === null) return null;
    const content = withParts(sample.current.content, this.draft.parts);
    return 'problem' in content ? content.problem : null;
  }

  #field({ name, label, form }: Part) {
    const value = this.draft.parts[name] ?? '';
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
    if (this.#problem === null) this.store.edit(this.draft.parts);
  };

  readonly #cancel = (): void => {
    this.store.setDraft(null);
  };
}

customElements.define('loom-edit-form', LoomEditForm);
