import { css, html, nothing } from 'lit';
import { usualReasons } from '../../src/protocol/review.ts';
import type { FormDraft } from '../ui/intent.ts';
import { emit } from '../ui/events.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons } from '../ui/styles.ts';
import { number } from '../ui/words.ts';
import type { ReviewAction } from './keys.ts';
import './line-form.ts';
import type { LineQuestion } from './line-form.ts';
import { allowed, type Abilities } from './actions.ts';
import type { ReviewStore } from './review-store.ts';

/** Actions for the sample that is looked at, or for those that are ticked; keys are written on the buttons. */
export class LoomActionBar extends StoreElement<ReviewStore> {
  static override properties = { ...StoreElement.properties, abilities: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        container: bar / inline-size;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .failure {
        margin-bottom: 8px;
      }
      .minor::part(control) {
        padding-inline: 4px;
        border-color: transparent;
      }
      @container bar (max-width: 539px) {
        .actions {
          gap: 4px;
        }
        .minor kbd {
          display: none;
        }
      }
      @container bar (max-width: 439px) {
        .actions kbd {
          display: none;
        }
      }
    `,
  ];
  declare abilities: Abilities;

  override render() {
    const { failure, progress } = this.store;
    const draft = this.store.openDraft;
    return html`${
      failure === null
        ? nothing
        : html`<p class="error failure" role="alert">${failure.message} <button class="link" @click=${failure.retry}>Retry</button></p>`
    }
    ${progress !== null ? this.#progress(progress) : draft === null || draft.kind === 'edit' ? this.#actions(draft !== null) : this.#form(draft)}`;
  }

  #actions(editing: boolean) {
    if (editing) return nothing;
    const { checked, sample } = this.store;
    const some = checked.size === 0 ? '' : ` ${number(checked.size)}`;
    const primary = checked.size > 0 || (sample !== null && sample.status !== 'accepted');
    return html`<div class="actions" role="toolbar" aria-label="Review">
      ${this.#button('accept', checked.size === 0 && sample?.needsAnswer === true ? 'Answer and let in' : `Accept${some}`, 'A', primary)}
      ${this.#button('reject', `Reject${some}…`, 'R')} ${checked.size > 0 ? nothing : this.#button('edit', 'Edit', 'E')}
      ${this.#button('regenerate', `Regenerate${some}…`, 'G')}
      ${
        checked.size > 0
          ? html`${this.#judge(some)}<button
                class="link"
                @click=${() => {
                  this.store.uncheck();
                }}
              >
                Clear selection
              </button>`
          : html`${this.#button('undo', 'Undo', 'U')} ${this.#button('redo', 'Redo', '⇧U')}`
      }
    </div>`;
  }

  /** Decisions on many samples can be called off; an undo or redo takes effect at once, and is only shown after. */
  #progress({ label, done, total }: NonNullable<ReviewStore['progress']>) {
    const { working } = this.store;
    return html`<div class="actions" data-testid="deciding">
      <span role="status">${label}: ${number(done)} of ${number(total)}</span>
      ${
        working === 'accept' || working === 'reject'
          ? html`<vscode-button
              appearance="secondary"
              @click=${() => {
                this.store.cancel();
              }}
              >Cancel</vscode-button
            >`
          : nothing
      }
    </div>`;
  }

  #button(action: ReviewAction, name: string, key: string, primary = false) {
    const { can, why } = allowed(action, this.store, this.abilities);
    return html`<vscode-button
      .appearance=${primary ? 'primary' : 'secondary'}
      class=${action === 'undo' || action === 'redo' ? 'minor' : ''}
      ?disabled=${!can}
      title=${why ?? nothing}
      @click=${() => {
        this.dispatchEvent(new CustomEvent('loom-action', { detail: action, bubbles: true, composed: true }));
      }}
      >${name}<kbd aria-hidden="true">${key}</kbd></vscode-button
    >`;
  }

  /** It decides nothing, so it has no key beside those that do. */
  #judge(some: string) {
    const { noModel } = this.abilities;
    return html`<vscode-button
      appearance="secondary"
      ?disabled=${noModel !== null}
      title=${noModel ?? 'Have these scored by the model for judging'}
      @click=${() => {
        emit(this, 'loom-judge', { samples: this.store.checked.list() });
      }}
      >Judge${some}…</vscode-button
    >`;
  }

  #form(draft: Exclude<FormDraft, { kind: 'edit' }>) {
    const question = draft.kind === 'reject' ? this.#reason(draft) : this.#instruction(draft);
    const value = draft.kind === 'reject' ? draft.reason : draft.instruction;
    return html`<loom-line-form .store=${this.store} .question=${question} .value=${value}></loom-line-form>`;
  }

  #reason(draft: Extract<FormDraft, { kind: 'reject' }>): LineQuestion {
    return {
      label: 'Reason',
      placeholder: 'Why? It is kept with the sample',
      verb: 'Reject',
      required: true,
      usual: usualReasons,
      set: (reason) => {
        this.store.setDraft({ ...draft, reason });
      },
      send: (reason) => {
        this.store.reject(reason.trim());
      },
    };
  }

  #instruction(draft: Extract<FormDraft, { kind: 'regenerate' }>): LineQuestion {
    return {
      label: 'Instruction',
      placeholder: 'What should be different? (optional)',
      verb: 'Regenerate',
      required: false,
      usual: [],
      set: (instruction) => {
        this.store.setDraft({ ...draft, instruction });
      },
      send: (instruction) => {
        this.store.regenerate(instruction);
      },
    };
  }
}

customElements.define('loom-action-bar', LoomActionBar);
