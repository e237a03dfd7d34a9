import { LitElement } from 'lit';
import type * as rendering from './rendering.ts';
import { mayHaveFormula } from '../../src/protocol/formula-signs.ts';

let loading: Promise<typeof rendering> | null = null;
let loaded: typeof rendering | null = null;

async function load(): Promise<typeof rendering> {
  loading ??= import('./rendering.ts');
  return (loaded = await loading);
}

/** Whatever Markdown may mean something by; a text without is shown as it is, and nothing is loaded for it. */
const mayHaveMarkup = (text: string): boolean => mayHaveFormula(text) || /[*_`~#>|[\]<&-]|^\s*\d+[.)]|\n/m.test(text);

/**
 * A text of a sample or of the corpus, its Markdown and formulas rendered; as it was written until what renders is loaded. In the page
 * of whoever holds it, whose styles (`textStyles`) it takes.
 */
export class LoomText extends LitElement {
  static override properties = { text: { attribute: false }, line: { type: Boolean, reflect: true } };
  declare text: string;
  /** On one line, for labels, titles and quotations. */
  declare line: boolean;

  constructor() {
    super();
    this.text = '';
    this.line = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): unknown {
    const { text, line } = this;
    if (!mayHaveMarkup(text)) return text;
    if (loaded === null) {
      void load().then(() => {
        this.requestUpdate();
      });
      return text;
    }
    return line ? loaded.renderLine(text) : loaded.renderText(text);
  }

  protected override updated(): void {
    this.toggleAttribute('rendered', !this.line && loaded !== null && mayHaveMarkup(this.text));
  }
}

customElements.define('loom-text', LoomText);
