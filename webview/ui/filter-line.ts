import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Suggest, Suggestion } from './filter-suggestions.ts';
import { base } from './styles.ts';

/**
 * A filter as a line to type in, with what it can go on with below it. Arrows choose, Tab and Enter take, Esc closes. Tells of each
 * change as `loom-typed`, with the line; as `loom-filtered` that it is typed, by Enter or Esc; as `loom-suggesting` whether something is
 * offered.
 */
export class LoomFilterLine extends LitElement {
  static override properties = {
    line: { attribute: false },
    isWrong: { attribute: false },
    label: { attribute: false },
    placeholder: { attribute: false },
    suggest: { attribute: false },
    suggestions: { state: true },
    active: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: block;
        min-width: 0;
      }
      input {
        box-sizing: border-box;
        width: 100%;
        height: 26px;
        padding: 0 8px;
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
        border-radius: 2px;
        background: var(--vscode-input-background);
        color: var(--vscode-input-foreground);
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: var(--small);
      }
      input:focus {
        border-color: var(--accent);
        outline: none;
      }
      input[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      [role='listbox'] {
        position: absolute;
        z-index: 2;
        inset: 100% 0 auto;
        max-height: 220px;
        overflow-y: auto;
        border: 1px solid var(--vscode-editorWidget-border, var(--line));
        border-radius: 2px;
        background: var(--vscode-editorWidget-background);
      }
      [role='option'] {
        display: flex;
        gap: 12px;
        align-items: baseline;
        padding: 2px 8px;
        line-height: 20px;
        cursor: pointer;
      }
      .label {
        flex: none;
        max-width: 60%;
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: var(--small);
        overflow-wrap: anywhere;
      }
      .detail {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      [role='option']:hover {
        background: var(--vscode-list-hoverBackground);
      }
      [role='option'][aria-selected='true'] {
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      [role='option'][aria-selected='true'] .soft {
        color: inherit;
      }
    `,
  ];
  /** Text that stands in the line until another is typed. */
  declare line: string;
  /** The line cannot be read. */
  declare isWrong: boolean;
  /** What is filtered, for those who do not see it. */
  declare label: string;
  declare placeholder: string;
  declare suggest: Suggest;
  declare suggestions: readonly Suggestion[];
  /** The one that the arrows stand on; null while none is chosen. */
  declare active: number | null;
  /** Rises with every question: an answer to an older one is not shown. */
  #asked = 0;
  /** Position at which the cursor is to stand once the line is drawn. */
  #cursor: number | null = null;

  constructor() {
    super();
    this.line = '';
    this.isWrong = false;
    this.label = '';
    this.placeholder = '';
    this.suggestions = [];
    this.active = null;
  }

  override render() {
    const isOpen = this.suggestions.length > 0;
    return html`<input
        role="combobox"
        type="text"
        spellcheck="false"
        autocomplete="off"
        aria-label=${this.label}
        aria-autocomplete="list"
        aria-expanded=${isOpen ? 'true' : 'false'}
        aria-controls="suggestions"
        aria-activedescendant=${this.active === null ? nothing : `suggestion-${this.active}`}
        aria-invalid=${this.isWrong && !isOpen ? 'true' : 'false'}
        placeholder=${this.placeholder}
        .value=${this.line}
        @input=${() => {
          this.#typed(this.#input.value);
          void this.#suggest(false);
        }}
        @click=${() => {
          if (this.#input.value === '') void this.#suggest(true);
          else this.#close();
        }}
        @keydown=${this.#press}
        @blur=${() => {
          this.#close();
        }}
      />
      <div id="suggestions" role="listbox" aria-label="Suggestions" ?hidden=${!isOpen}>
        ${this.suggestions.map((each, at) => this.#option(each, at))}
      </div>`;
  }

  #option(suggestion: Suggestion, at: number) {
    const { label, detail } = suggestion;
    return html`<div
      role="option"
      id="suggestion-${at}"
      aria-selected=${at === this.active ? 'true' : 'false'}
      @mousedown=${(event: MouseEvent) => {
        // The line keeps the keyboard.
        event.preventDefault();
      }}
      @click=${() => {
        this.#take(suggestion);
      }}
    >
      <span class="label">${label}</span><span class="detail soft small">${detail}</span>
    </div>`;
  }

  protected override updated(changes: PropertyValues<this>): void {
    super.updated(changes);
    if (this.#cursor !== null) this.#input.setSelectionRange(this.#cursor, this.#cursor);
    this.#cursor = null;
    if (changes.has('active')) this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    if (changes.has('suggestions'))
      this.dispatchEvent(new CustomEvent('loom-suggesting', { detail: this.suggestions.length > 0, bubbles: true, composed: true }));
  }

  get #input(): HTMLInputElement {
    const input = this.renderRoot.querySelector('input');
    if (input === null) throw new Error('The filter was asked for its line before it was drawn.');
    return input;
  }

  /** @param isAskedFor also where nothing is begun: there one goes on typing without being offered all there is */
  async #suggest(isAskedFor: boolean): Promise<void> {
    const asked = ++this.#asked;
    const { value, selectionStart } = this.#input;
    const cursor = selectionStart ?? value.length;
    const begins = !isAskedFor && /(?:^|\s)$/.test(value.slice(0, cursor));
    const suggestions = begins ? [] : await this.suggest(value, cursor);
    if (asked !== this.#asked) return;
    this.suggestions = suggestions;
    this.active = null;
  }

  #typed(line: string): void {
    this.dispatchEvent(new CustomEvent('loom-typed', { detail: line }));
  }

  #close(): void {
    this.#asked++;
    this.suggestions = [];
    this.active = null;
  }

  #take({ completed: { line, cursor } }: Suggestion): void {
    this.#close();
    this.#typed(line);
    this.#input.value = line;
    this.#input.setSelectionRange(cursor, cursor);
    this.#cursor = cursor;
    // After a field its values come next.
    void this.#suggest(false);
  }

  readonly #press = (event: KeyboardEvent): void => {
    const { suggestions, active } = this;
    const { length } = suggestions;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (length === 0) void this.#suggest(true);
      else this.active = active === null ? (step === 1 ? 0 : length - 1) : (active + step + length) % length;
    } else if (event.key === 'Tab' && length > 0 && !event.shiftKey) this.#take(suggestions[active ?? 0]!);
    else if (event.key === 'Enter' && active !== null) this.#take(suggestions[active]!);
    else if (event.key === 'Escape' && length > 0) this.#close();
    else if (event.key === 'Enter' || event.key === 'Escape') {
      this.#close();
      this.dispatchEvent(new CustomEvent('loom-filtered', { bubbles: true, composed: true }));
    } else return;
    event.preventDefault();
  };
}

customElements.define('loom-filter-line', LoomFilterLine);
