import { css, html, nothing } from 'lit';
import type { PointProblem } from '../../../src/protocol/scaling.ts';
import { StoreElement } from '../../ui/store-element.ts';
import { base, buttons } from '../../ui/styles.ts';
import { counted } from '../../ui/words.ts';
import type { ScalingStore } from './scaling-store.ts';

const placeholder = 'tokens,loss\n100M,3.9\n200M,3.7\n400M,3.46\n800M,3.2\n1.6B,2.97';
/** Problems that are listed; the others are counted. */
const mostListed = 8;

/** The table of points as a text, with every line that cannot be read. */
export class LoomPointsEditor extends StoreElement<ScalingStore> {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 148px;
        padding: 4px 8px;
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
        border-radius: 2px;
        background: var(--vscode-input-background);
        color: var(--vscode-input-foreground, var(--vscode-foreground));
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: inherit;
        line-height: 20px;
        resize: vertical;
        white-space: pre;
      }
      textarea:focus-visible {
        outline: 1px solid var(--accent);
        outline-offset: -1px;
      }
      textarea::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
      textarea[aria-invalid='true'] {
        border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      }
      label {
        display: block;
        margin-bottom: 4px;
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-top: 8px;
      }
      .problems {
        margin-top: 8px;
      }
    `,
  ];

  override render() {
    const { choice, read, fitting, failure } = this.store;
    const isWrong = choice.text.trim() !== '' && read.problems.length > 0;
    return html`<label for="points">Points: a line that names the columns, then one for each run</label>
      <textarea
        id="points"
        spellcheck="false"
        aria-invalid=${isWrong ? 'true' : 'false'}
        aria-describedby="problems"
        placeholder=${placeholder}
        .value=${choice.text}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLTextAreaElement) this.store.type(target.value);
        }}
        @change=${() => {
          if (this.store.isStale) void this.store.fit();
        }}
      ></textarea>
      <ul id="problems" class="problems small" data-testid="problems">
        ${isWrong ? this.#problems(read.problems) : nothing}
      </ul>
      <div class="below">
        <vscode-button
          appearance="secondary"
          ?disabled=${fitting || choice.text.trim() === '' || isWrong}
          @click=${() => {
            void this.store.fit();
          }}
          >Fit</vscode-button
        >
        <vscode-button
          appearance="secondary"
          @click=${() => {
            void this.store.load();
          }}
          >Load CSV…</vscode-button
        >
        <span class="small soft" role="status" data-testid="plan-state">${this.#state()}</span>
      </div>
      ${failure === null ? nothing : html`<p class="error small" role="alert">${failure}</p>`}
      <p class="small soft below">
        Columns: D, tokens or samples, or N or params; loss, error or accuracy (in percent); curve, where there are several. Numbers as 2e9,
        300M or 1.5B.
      </p>`;
  }

  #state(): string {
    const { fitting, read, isStale, choice } = this.store;
    if (fitting) return 'fitting…';
    if (choice.text.trim() === '') return 'no points yet';
    if (read.problems.length > 0) return `${counted(read.problems.length, 'line')} cannot be read`;
    return `${counted(read.points.length, 'point')}${isStale ? ', not fitted yet' : ', fitted'}`;
  }

  #problems(problems: readonly PointProblem[]) {
    const more = problems.length - mostListed;
    return html`${problems.slice(0, mostListed).map(
      ({ line, column, problem, remedy }) =>
        html`<li>
          <button
            class="link"
            @click=${() => {
              this.#select(line);
            }}
          >
            Line ${line}${column === null ? '' : `, ${column}`}</button
          >: <span class="error">${problem}.</span> ${remedy}.
        </li>`,
    )}${more > 0 ? html`<li>and ${counted(more, 'more line')}</li>` : nothing}`;
  }

  /** Marks a line in the text. */
  #select(line: number): void {
    const field = this.renderRoot.querySelector('textarea');
    if (field === null) return;
    const lines = field.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    field.focus();
    field.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  }
}

customElements.define('loom-points-editor', LoomPointsEditor);
