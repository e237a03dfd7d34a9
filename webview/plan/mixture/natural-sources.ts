import { css, html, nothing } from 'lit';
import type { PlannedKind } from '../../../src/protocol/results.ts';
import { amount } from '../../chart/figures.ts';
import { emit } from '../../ui/events.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted } from '../../ui/words.ts';
import { inputs, typedIn } from '../inputs.ts';
import '../number-field.ts';
import { folding } from './folding.ts';
import type { MixtureStore } from './mixture-store.ts';
import { mostPasses, passes, passWords } from './words.ts';

/** Source that is part of the project, and not of its settings. */
const corpus = 'corpus';

/** Sources of natural text, and a form for one that somebody has counted. */
export class LoomNaturalSources extends StoreElement<MixtureStore> {
  static override properties = {
    ...StoreElement.properties,
    sources: { attribute: false },
    noModel: { attribute: false },
    typed: { state: true },
    problem: { state: true },
  };
  static override styles = [
    base,
    folding,
    buttons,
    inputs,
    css`
      :host {
        display: block;
        margin-top: 8px;
      }
      li,
      .form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      li {
        align-items: baseline;
        font-variant-numeric: tabular-nums;
      }
      .form {
        margin: 8px 0;
      }
      .form label {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      details {
        margin-top: 4px;
      }
      .name {
        overflow-wrap: anywhere;
      }
    `,
  ];
  declare sources: PlannedKind['sources'];
  declare noModel: string | null;
  declare typed: { readonly name: string; readonly tokens: string };
  /** Mistake in what was to be added. */
  declare problem: string | null;

  constructor() {
    super();
    this.sources = [];
    this.noModel = null;
    this.typed = { name: '', tokens: '' };
    this.problem = null;
  }

  override render() {
    const { failure } = this.store;
    return html`<ul class="small" aria-label="Natural sources">
        ${this.sources.map((source) => this.#source(source))}
      </ul>
      ${failure?.of === 'source' ? html`<p class="error small" role="alert">${failure.reason}</p>` : nothing}
      <details class="small">
        <summary>Add a natural source</summary>
        <div class="form">
          ${this.#field('Name', 'web', 'name')} ${this.#field('Tokens', '2B', 'tokens')}
          <vscode-button
            appearance="secondary"
            title=${this.noModel ?? nothing}
            ?disabled=${this.noModel !== null || this.store.busy !== null}
            @click=${this.#add}
            >Add Source</vscode-button
          >
        </div>
        ${this.problem === null ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
        <p class="soft">
          That is text you have elsewhere, as many tokens as you have counted. Files whose tokens are counted here stand under
          <code>mixture.sources</code> in
          <button
            class="link"
            @click=${() => {
              emit(this, 'loom-settings', null);
            }}
          >
            project.yaml</button
          >.
        </p>
      </details>`;
  }

  #source({ name, tokens, epochs, allowed, rows }: PlannedKind['sources'][number]) {
    return html`<li>
      <span class="name">${name}</span>
      <span class="soft">
        ${amount(tokens)} tokens${rows === null ? '' : ` in ${counted(rows, 'row')}`} ·
        ${this.sources.length === 1 ? passWords(epochs) : this.#passes(name, epochs, allowed)}
      </span>
      ${
        name === corpus
          ? nothing
          : html`<button
              class="link"
              aria-label=${`Take away ${name}`}
              title=${this.noModel ?? nothing}
              ?disabled=${this.noModel !== null || this.store.busy !== null}
              @click=${() => {
                this.store.takeAway(name);
              }}
            >
              Take Away
            </button>`
      }
    </li>`;
  }

  /** Beside others, a source may be repeated as often as is right for it. */
  #passes(name: string, epochs: number, allowed: number) {
    return html`${passes(epochs)} of at most
      <loom-number-field
        class="inline"
        .label=${`Passes allowed over ${name}`}
        .value=${allowed}
        @loom-number=${({ detail }: CustomEvent<number | null>) => {
          if (detail === null || (detail > 0 && detail <= mostPasses)) this.store.allow(name, detail);
        }}
      ></loom-number-field>
      passes`;
  }

  #field(label: string, placeholder: string, part: 'name' | 'tokens') {
    return html`<label
      ><span class="soft">${label}</span
      ><input
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${placeholder}
        .value=${this.typed[part]}
        @input=${(event: Event) => {
          this.typed = { ...this.typed, [part]: typedIn(event) };
          this.problem = null;
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && this.noModel === null) this.#add();
        }}
    /></label>`;
  }

  readonly #add = (): void => {
    const { name, tokens } = this.typed;
    this.problem = this.store.problemOfSource(name, tokens);
    if (this.problem !== null) return;
    this.store.addSource(name, tokens, () => {
      this.typed = { name: '', tokens: '' };
    });
  };
}

customElements.define('loom-natural-sources', LoomNaturalSources);
