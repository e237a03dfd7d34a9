import { html, nothing, type TemplateResult } from 'lit';
import { partsOf } from '../../src/protocol/shapes.ts';
import type { SampleDetail, Span } from '../../src/protocol/results.ts';

/** The item of a benchmark that a gate found in a sample, beside it: the words that led to it are marked in both. */
export function leakSection({ gate, current }: SampleDetail): TemplateResult | typeof nothing {
  const leak = gate?.leak;
  if (leak === undefined) return nothing;
  const part = partsOf(current.content).find(({ name }) => name === leak.part);
  return html`<section data-testid="leak">
    <h3 class="heading">In a benchmark</h3>
    <div class="beside">
      <article>
        <h4 class="small soft">This sample${part === undefined ? nothing : html`, ${part.label.toLowerCase()}`}</h4>
        <p class="text">${part === undefined ? nothing : marked(part.text, leak.inPart)}</p>
      </article>
      <article>
        <h4 class="line small soft">
          <span>${leak.file}, line ${leak.line}</span><span>${Math.floor(100 * leak.share)} % of it is in this sample</span>
        </h4>
        <p class="text">${marked(leak.item.text, leak.item)}</p>
      </article>
    </div>
  </section>`;
}

const marked = (text: string, { start, end }: Span): TemplateResult =>
  html`${text.slice(0, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end)}`;
