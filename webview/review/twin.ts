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
  const { twin, gate } = sample;
  if (twin === null) return nothing;
  const isByMeaning = gate?.gate === 'meaning';
  // Of two that share no words to speak of, all would be marked.
  const shown = isByMeaning ? plain : marked;
  return html`<section data-testid="twin">
    <h3 class="heading">${isByMeaning ? 'The same in other words' : twin.similarity === 1 ? 'The same' : 'Nearly the same'}</h3>
    <div class="beside">
      <article>
        <h4 class="small soft">This sample</h4>
        ${shown(sample, twin, 'own')}
      </article>
      <article>
        <h4 class="line small soft">
          <span class="status" data-status=${twin.status}>${statusWords[twin.status]}</span>
          <span>${isByMeaning ? `cosine ${twin.similarity.toFixed(2)}` : `similarity ${share(twin.similarity)}`}</span>
          <button
            class="link"
            @click=${() => {
              emit(from, 'loom-focus', { kind: 'sample', sample: twin.id });
            }}
          >
            Show this sample
          </button>
        </h4>
        ${shown(sample, twin, 'other')}
      </article>
    </div>
  </section>`;
}

type TwinSide = 'own' | 'other';

const plain = (sample: SampleDetail, twin: ShownTwin, side: TwinSide): TemplateResult[] =>
  commonParts(sample, twin).map((part) => html`<p class="text">${part[side]}</p>`);

const marked = (sample: SampleDetail, twin: ShownTwin, side: TwinSide): TemplateResult[] =>
  commonParts(sample, twin).map(({ own, other }) => html`<p class="text">${sideOf(other, own, side)}</p>`);

/** Texts of the parts that both have: one that was held back before it was answered has no answer to compare. */
function commonParts({ current }: SampleDetail, { content }: ShownTwin): Readonly<Record<TwinSide, string>>[] {
  const others = new Map(partsOf(content).map(({ name, text }) => [name, text]));
  return partsOf(current.content)
    .map(({ name, text }) => ({ own: text, other: others.get(name) ?? '' }))
    .filter(({ own, other }) => own !== '' && other !== '');
}

const sideOf = (other: string, own: string, side: TwinSide): TemplateResult[] =>
  wordDiff(other, own).flatMap(({ kind, text }) => {
    if (kind === 'same') return [html`${text}`];
    if (kind === 'added') return side === 'own' ? [html`<ins>${text}</ins>`] : [];
    return side === 'other' ? [html`<ins>${text}</ins>`] : [];
  });
