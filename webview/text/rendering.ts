/**
 * Markdown with formulas as nodes of the panel's own. Nothing in a text becomes mark-up: each node of its tree has an element here, and
 * HTML in it is shown as it was written. Addresses are told, not followed.
 */
import { html, type nothing, type TemplateResult } from 'lit';
import type { TextFormula } from '../../src/protocol/formulas.ts';
import { setFormula } from './formula.ts';
import { placeholder, readText, type TextNode } from './markup.ts';

type Shown = TemplateResult | Node | string | typeof nothing | readonly Shown[];

/** Depth from which nodes are shown as they were written: nobody reads lists in lists in lists for their levels. */
const deepest = 30;

/** A text as paragraphs, lists, tables, code and formulas. */
export function renderText(text: string): Shown {
  const { root, formulas, covered } = readText(text);
  const renderer = new TextRenderer(formulas, covered);
  return root === null ? renderer.plain(covered) : renderer.all(root.children, 0);
}

/** The same on one line: of one paragraph its words with their marks and formulas; of anything else the text with its formulas. */
export function renderLine(text: string): Shown {
  const { root, formulas, covered } = readText(text);
  const renderer = new TextRenderer(formulas, covered);
  const [only, ...others] = root?.children ?? [];
  return only?.type === 'paragraph' && others.length === 0 ? renderer.all(only.children, 0) : renderer.plain(covered);
}

/** In front of an item that is to do or done. */
const ticks: ReadonlyMap<boolean | null, string> = new Map([
  [true, '☑ '],
  [false, '☐ '],
]);

class TextRenderer {
  readonly #formulas: readonly TextFormula[];
  readonly #covered: string;

  constructor(formulas: readonly TextFormula[], covered: string) {
    this.#formulas = formulas;
    this.#covered = covered;
  }

  all(nodes: readonly TextNode[], depth: number): Shown[] {
    return nodes.map((node) => this.#node(node, depth));
  }

  /** A stretch of text with its formulas set. `covered` may be a node's value: formulas are told by their places in the whole. */
  plain(covered: string, from = 0): Shown {
    const shown: Shown[] = [];
    let end = 0;
    for (const { index, 0: mark } of covered.matchAll(placeholder)) {
      shown.push(covered.slice(end, index), this.#formula(from, mark));
      end = index + mark.length;
      from = this.#covered.indexOf(mark, from) + mark.length;
    }
    return [...shown, covered.slice(end)];
  }

  /** The formula whose placeholder is the first at or after `from`. */
  #formula(from: number, mark: string): Shown {
    const at = this.#covered.indexOf(mark, from);
    const formula = this.#formulas.find(({ start }) => start === at);
    if (formula === undefined) return '';
    const { latex, display } = formula;
    return setFormula(latex, display) ?? html`<code class="formula source" title="LaTeX that could not be set">${latex.trim()}</code>`;
  }

  /** A node as it was written. */
  #source(node: TextNode): Shown {
    const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
    return this.plain(this.#covered.slice(start, end), start);
  }

  #node(node: TextNode, depth: number): Shown {
    if (depth > deepest) return this.#source(node);
    const inner = (): Shown[] => ('children' in node ? this.all(node.children, depth + 1) : []);
    switch (node.type) {
      case 'text':
        return this.plain(node.value, node.position?.start.offset);
      case 'paragraph':
        return html`<p>${inner()}</p>`;
      case 'heading':
        return html`<p class="headline" role="heading" aria-level=${Math.min(6, node.depth + 3)}>${inner()}</p>`;
      case 'emphasis':
        return html`<em>${inner()}</em>`;
      case 'strong':
        return html`<strong>${inner()}</strong>`;
      case 'delete':
        return html`<s>${inner()}</s>`;
      case 'inlineCode':
        return html`<code>${this.#uncovered(node.value, node)}</code>`;
      case 'code':
        return html`<pre tabindex="0"><code>${this.#uncovered(node.value, node)}</code></pre>`;
      case 'break':
        return html`<br />`;
      case 'thematicBreak':
        return html`<hr />`;
      case 'blockquote':
        return html`<blockquote>${inner()}</blockquote>`;
      case 'list':
        return node.ordered === true
          ? html`<ol start=${node.start ?? 1}>
              ${inner()}
            </ol>`
          : html`<ul>
              ${inner()}
            </ul>`;
      case 'listItem': {
        const body = node.spread === true ? inner() : this.#tight(node, depth);
        return html`<li>${ticks.get(node.checked ?? null)}${body}</li>`;
      }
      case 'table':
        return html`<div class="table" tabindex="0">
          <table>
            ${inner()}
          </table>
        </div>`;
      case 'tableRow':
        return html`<tr>
          ${inner()}
        </tr>`;
      case 'tableCell':
        return html`<td>${inner()}</td>`;
      case 'link':
        return html`<span class="address" title=${node.url}>${inner()}</span>`;
      case 'image':
        return html`<span class="address" title=${node.url}>${node.alt ?? node.url}</span>`;
      default:
        return this.#source(node);
    }
  }

  /** An item's paragraphs without space around them. */
  #tight(item: Extract<TextNode, { type: 'listItem' }>, depth: number): Shown[] {
    return item.children.map((child) => (child.type === 'paragraph' ? this.all(child.children, depth + 2) : this.#node(child, depth + 1)));
  }

  /** Code has no formulas; a placeholder that got into it is what was written there. */
  #uncovered(value: string, node: TextNode): string {
    let from = node.position?.start.offset ?? 0;
    return value.replace(placeholder, (mark) => {
      const at = this.#covered.indexOf(mark, from);
      from = at + mark.length;
      const formula = this.#formulas.find(({ start }) => start === at);
      return formula === undefined ? '' : formula.display ? `$$${formula.latex}$$` : `$${formula.latex}$`;
    });
  }
}
