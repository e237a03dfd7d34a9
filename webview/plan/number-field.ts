import { css, html, LitElement } from 'lit';
import { live } from 'lit/directives/live.js';
import { base } from '../ui/styles.ts';
import { inputs, typedIn } from './inputs.ts';

/**
 * A field for a number. Tells as `loom-number` what was entered, null for nothing. What is being typed stays, whatever value comes
 * meanwhile; what is no number gives way to the value that holds.
 */
export class LoomNumberField extends LitElement {
  static override properties = {
    label: { attribute: false },
    value: { attribute: false },
    placeholder: { attribute: false },
    typed: { state: true },
  };
  static override styles = [
    base,
    inputs,
    css`
      :host {
        display: inline-block;
      }
      input[type='number'] {
        width: 64px;
        padding-inline-end: 4px;
        font-variant-numeric: tabular-nums;
      }
      :host(.inline) input[type='number'] {
        width: 56px;
        height: 20px;
      }
      :host-context(.vscode-dark) input,
      :host-context(.vscode-high-contrast:not(.vscode-high-contrast-light)) input {
        color-scheme: dark;
      }
    `,
  ];
  declare label: string;
  declare value: number | null;
  declare placeholder: string;
  /** Text in the field while it is typed. */
  declare typed: string | null;

  constructor() {
    super();
    this.value = null;
    this.placeholder = '';
    this.typed = null;
  }

  override render() {
    return html`<input
      type="number"
      min="0"
      step="any"
      aria-label=${this.label}
      placeholder=${this.placeholder}
      .value=${live(this.typed ?? String(this.value ?? ''))}
      @input=${(event: Event) => {
        this.typed = typedIn(event);
      }}
      @change=${this.#enter}
      @blur=${() => {
        this.typed = null;
      }}
    />`;
  }

  readonly #enter = (event: Event): void => {
    const typed = typedIn(event);
    const isNone = event.target instanceof HTMLInputElement && event.target.validity.badInput;
    this.typed = null;
    this.requestUpdate();
    if (!isNone) this.dispatchEvent(new CustomEvent('loom-number', { detail: typed === '' ? null : Number(typed) }));
  };
}

customElements.define('loom-number-field', LoomNumberField);
