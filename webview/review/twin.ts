import { css, html, nothing, type TemplateResult } from 'lit';
import { emit } from '../ui/events.ts';
import { share, statusWords } from '../ui/words.ts';
import { partsOf } from '../../src/protocol/shapes.ts';
import { wordDiff } from './word-diff.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

/** Styles of what stands beside a sample to show why a gate held it back. */
export const besideStyles = css`
  .beside {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
    gap: 8px 16px;
    margin-top: 4px;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 2px;
  }
  .beside h4 {
    margin: 0 0 4px;
    font-weight: normal;
  }
  mark {
    background: var(--vscode-editor-findMatchHighlightBackground);
    color: inherit;
    border-radius: 2px;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;

type ShownTwin = NonNullable<SampleDetail['twin']>;

/** The sample that a gate found one to be like, beside it: what only one of them says is marked in both. */
export function twinSection(sample: SampleDetail, from: HTMLElement): TemplateResult | typeof nothing {
  const { twin } = sample;
  if (twin === null) return nothing;
  return html`<section data-testid="twin">
    <h3 class="heading">${twin.similarity === 1 ? 'The same' : 'Nearly the same'}</h3>
    <div class="beside">
      <article>
        <h4 class="small soft">This sample</h4>
        ${marked(sample, twin, 'own')}
      </article>
      <article>
        <h4 class="line small soft">
          <span class="status" data-status=${twin.status}>${statusWords[twin.status]}</span>
          <span>similarity ${share(twin.similarity)}</span>
          <button
            class="link"
            @click=${() => {
              emit(from, 'loom-focus', { kind: 'sample', sample: twin.id });
            }}
          >
            Show this sample
          </button>
        </h4>
        ${marked(sample, twin, 'other')}
      </article>
    </div>
  </section>`;
}

/** Parts of one of the two, as far as both have them: one that was held back before it was answered has no answer to compare. */
function marked({ current }: SampleDetail, { content }: ShownTwin, side: 'own' | 'other'): TemplateResult[] {
  const [own, other] = [current.content, content].map((each) => new Map(partsOf(each).map((part) => [part.name, part.text])));
  return partsOf(side === 'own' ? current.content : content)
    .filter(({ name }) => (own!.get(name) ?? '') !== '' && (other!.get(name) ?? '') !== '')
    .map(({ name }) => html`<p class="text">${sideOf(other!.get(name)!, own!.get(name)!, side)}</p>`);
}

const sideOf = (other: string, own: string, side: 'own' | 'other'): TemplateResult[] =>
  wordDiff(other, own).flatMap(({ kind, text }) => {
    if (kind === 'same') return [html`${text}`];
    if (kind === 'added') return side === 'own' ? [html`<ins>${text}</ins>`] : [];
    return side === 'other' ? [html`<ins>${text}</ins>`] : [];
  });
