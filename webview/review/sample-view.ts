import { css, html, nothing } from 'lit';
import { emit } from '../ui/events.ts';
import { StoreElement } from '../ui/store-element.ts';
import { base, buttons, statusStyles } from '../ui/styles.ts';
import { number, share, statusWords } from '../ui/words.ts';
import { difference, differenceStyles, differenceTitle } from './difference.ts';
import { historyLine, provenance } from './format.ts';
import { type ShownPart, shownParts } from './parts.ts';
import type { ReviewStore } from './review-store.ts';
import './sample-fields.ts';
import { leakSection } from './leak.ts';
import { besideStyles, twinSection } from './twin.ts';
import '../text/loom-text.ts';
import { textStyles } from '../text/text-styles.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

type ShownReference = SampleDetail['references'][number];
type ShownEvidence = SampleDetail['evidence'][number];

/** One sample whole: what a trainer would see, what it combines, what it rests on, where it comes from. */
export class LoomSampleView extends StoreElement<ReviewStore> {
  static override properties = { ...StoreElement.properties, message: { attribute: false }, revealed: { state: true } };
  static override styles = [
    base,
    buttons,
    statusStyles,
    differenceStyles,
    besideStyles,
    textStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 12px;
      }
      .text {
        display: block;
        margin-top: 4px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        text-wrap: pretty;
      }
      .title {
        margin-top: 0;
        font-size: calc(var(--vscode-font-size, 13px) * 1.25);
        line-height: 24px;
      }
      .row {
        display: flex;
        align-items: baseline;
        gap: 8px;
      }
      .row .text {
        margin-top: 0;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 8px;
      }
      .said {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-inline-start: auto;
      }
      vscode-progress-ring {
        width: 16px;
        height: 16px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }
      .chip {
        max-width: 100%;
        padding: 0 8px;
        border-inline-start: 2px solid var(--concept);
        border-radius: 2px;
        background: var(--vscode-textBlockQuote-background, var(--vscode-editorWidget-background));
        line-height: 24px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .chip[data-kind='topic'] {
        border-color: var(--topic);
      }
      .chip:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(232px, 100%), 1fr));
        gap: 8px;
        margin-top: 4px;
      }
      .card {
        display: block;
        width: 100%;
        height: 100%;
        padding: 8px 12px;
        border: 1px solid var(--line);
        border-radius: 2px;
      }
      .card:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .card[aria-pressed='true'] {
        border-color: var(--topic);
      }
      .place {
        color: var(--vscode-textLink-foreground);
        overflow-wrap: anywhere;
      }
      .excerpt {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
      details summary {
        cursor: pointer;
        color: var(--vscode-textLink-foreground);
        width: max-content;
      }
      .origin {
        overflow-wrap: anywhere;
      }
      .history {
        padding-inline-start: 16px;
      }
    `,
  ];
  /** Message about the last action. */
  declare message: string;
  /** The reference or evidence last shown in its file. */
  declare revealed: ShownReference | ShownEvidence | null;

  constructor() {
    super();
    this.message = '';
    this.revealed = null;
  }

  override render() {
    const { sample } = this.store;
    if (sample === null) return nothing;
    const editing = this.store.openDraft?.kind === 'edit';
    return html`${this.#state(sample)} ${twinSection(sample, this)} ${leakSection(sample)}
    ${editing ? html`<slot></slot>` : this.#content(sample)} ${this.#concepts(sample)} ${this.#references(sample)} ${this.#evidence(sample)}
    ${this.#origin(sample)}`;
  }

  #state(sample: SampleDetail) {
    const why = sample.status === 'rejected' ? sample.reason : sample.status === 'gated' ? (sample.gate?.reason ?? null) : null;
    return html`<p class="line small soft">
      <span class="status" data-status=${sample.status} data-testid="status">${statusWords[sample.status]}</span>
      <span>${sample.methodTitle}</span>
      ${why === null ? nothing : html`<span data-testid="why">${why}</span>`}
      ${sample.reviewer === null ? nothing : html`<span>by ${sample.reviewer}</span>`}
      ${
        sample.previous === null
          ? nothing
          : html`<button
              class="link"
              aria-pressed=${this.store.comparing ? 'true' : 'false'}
              @click=${() => {
                this.store.compare(!this.store.comparing);
              }}
            >
              ${this.store.comparing ? 'Hide difference' : 'Show difference'}
            </button>`
      }
      ${this.#said()}
    </p>`;
  }

  #said() {
    const { working, row, listing } = this.store;
    if (working === 'regenerate') return html`<span class="said"><vscode-progress-ring></vscode-progress-ring> Regenerating…</span>`;
    const place = row === null ? '' : `${number(row + 1)} of ${number(listing.pages.total)}`;
    return html`<span class="said">${[this.message, place].filter((part) => part !== '').join(' · ')}</span>`;
  }

  #content({ current, previous }: SampleDetail) {
    const before = this.store.comparing ? previous : null;
    const parts = shownParts(current.content, before?.content ?? null);
    const body = parts.map((part) => this.#part(part, parts[0]?.form === 'title'));
    return html`${before === null ? nothing : html`<p class="soft small" data-testid="difference">${differenceTitle(current)}. Undo brings the old text back.</p>`}
    ${parts[0]?.form === 'title' ? html`<article>${body}</article>` : body}
    ${current.fields === undefined ? nothing : html`<loom-sample-fields .fields=${current.fields}></loom-sample-fields>`}`;
  }

  /** @param titled true where a title stands over all parts, which then need no names */
  #part({ name, label, form, text, before, optional }: ShownPart, titled: boolean) {
    const said = before === null ? html`<loom-text .text=${text} ?line=${form !== undefined}></loom-text>` : difference(before, text);
    if (text === '' && (before ?? '') === '') {
      return optional === true ? nothing : html`<p class="soft" data-testid="unanswered">Without an answer.</p>`;
    }
    if (form === 'title') return html`<h2 class="text title" data-testid=${name}>${said}</h2>`;
    if (form === 'line') {
      return html`<p class="row"><span class="heading">${label}</span><span class="text" data-testid=${name}>${said}</span></p>`;
    }
    return html`<section>
      ${titled ? nothing : html`<h3 class="heading">${label}</h3>`}
      <div class="text" data-testid=${name}>${said}</div>
    </section>`;
  }

  #concepts({ concepts }: SampleDetail) {
    return html`<ul class="chips" aria-label="Concept set">
      ${concepts.map(
        ({ id, kind, label, inGraph }) =>
          html`<li>
            <button
              class="chip"
              data-kind=${kind}
              ?disabled=${!inGraph}
              title="${kind === 'topic' ? 'Topic' : 'Key concept'}: ${label}${inGraph ? '' : ' (not in the graph any more)'}"
              @click=${() => {
                emit(this, 'loom-focus', { kind: 'concept', concept: id });
              }}
            >
              ${label}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #references({ references }: SampleDetail) {
    if (references.length === 0) return nothing;
    return html`<section>
      <h3 class="heading">References</h3>
      <div class="cards">
        ${references.map((reference) => this.#card(reference, 'reference', html` <span class="soft">Jaccard ${share(reference.jaccard)}</span>`, reference.excerpt))}
      </div>
    </section>`;
  }

  #evidence({ evidence }: SampleDetail) {
    if (evidence.length === 0) return nothing;
    return html`<section>
      <h3 class="heading">Evidence</h3>
      <div class="cards">${evidence.map((quote) => this.#card(quote, 'evidence', nothing, quote.quote))}</div>
    </section>`;
  }

  #card(span: ShownReference | ShownEvidence, kind: 'reference' | 'evidence', fact: unknown, text: string | null) {
    return html`<button
      class="card small"
      data-testid=${kind}
      aria-pressed=${this.revealed === span ? 'true' : 'false'}
      @click=${() => {
        this.revealed = span;
        emit(this, 'loom-reveal', { file: span.file, start: span.start, end: span.end });
      }}
    >
      <span class="place">${placeText(span)}</span>${fact}
      ${text === null ? html`<span class="excerpt soft">No longer in the file.</span>` : html`<span class="excerpt">“<loom-text line .text=${text}></loom-text>”</span>`}
    </button>`;
  }

  #origin(sample: SampleDetail) {
    return html`<details class="small soft">
        <summary>History</summary>
        <ol class="history" data-testid="history">
          ${sample.history.map((entry) => html`<li>${historyLine(entry)}</li>`)}
        </ol>
      </details>
      <p class="small soft origin" data-testid="provenance">${provenance(sample).join(' · ')}</p>`;
  }
}

customElements.define('loom-sample-view', LoomSampleView);

/** Where a reference stands: by page, slide or chapter where its file has such, else by line. */
function placeText({ file, line, place }: ShownReference | ShownEvidence): string {
  if (line === null) return file;
  return place === undefined ? `${file}:${line}` : `${file} · ${place}`;
}
