/** LaTeX in texts that people and models write, found where a reader of Markdown would see a formula. */
import { CodeSpans } from '../corpus/formats/code-spans.ts';
import { formulaEnd } from '../corpus/formula-spans.ts';

/** A formula of a text; the text between `start` and `end` has its delimiters, `latex` has not. */
export interface TextFormula {
  readonly start: number;
  readonly end: number;
  readonly latex: string;
  /** On a line of its own. */
  readonly display: boolean;
}

const opening = /[`$\\]|^[ \t]{0,3}~{3,}/gm;
const fence = /^[ \t]*(`{3,}|~{3,})[^\n]*$/gm;
/** Length of a formula between brackets or in an environment. */
const maxLength = 4000;
const brackets: Readonly<Record<string, { readonly close: string; readonly display: boolean }>> = {
  '(': { close: '\\)', display: false },
  '[': { close: '\\]', display: true },
};
const environment = /\\begin\{((?:equation|align|gather|multline|eqnarray|displaymath|cases|[pbvBV]?matrix|array)\*?)\}/y;

/**
 * Formulas between `$`, `$$`, `\(` and `\)`, `\[` and `\]`, and in LaTeX's own environments, code left aside; in order, without overlap.
 * A dollar sign before a price opens none. Linear in the text: no search for an end goes further than a formula may be long.
 */
export function formulasIn(text: string): TextFormula[] {
  const found: TextFormula[] = [];
  const code = new CodeSpans(text);
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const { index } = match;
    const sign = text.charAt(index);
    let end = match.index + match[0].length;
    if (sign === '$' || sign === '\\') {
      const formula = sign === '$' ? dollars(text, index) : backslash(text, index);
      if (formula !== null) found.push(formula);
      // What a backslash escapes opens nothing.
      end = formula?.end ?? (sign === '\\' ? index + 2 : end);
    } else end = fenceEnd(text, index) ?? (sign === '`' ? code.after(index).end : end);
    opening.lastIndex = end;
  }
  return found;
}

function dollars(text: string, start: number): TextFormula | null {
  const end = formulaEnd(text, start);
  if (end === -1) return null;
  const display = text.startsWith('$$', start);
  const width = display ? 2 : 1;
  return { start, end, latex: text.slice(start + width, end - width), display };
}

function backslash(text: string, start: number): TextFormula | null {
  environment.lastIndex = start;
  const name = environment.exec(text)?.[1];
  const bracket = brackets[text.charAt(start + 1)];
  const close = name === undefined ? bracket?.close : `\\end{${name}}`;
  if (close === undefined) return null;
  const within = text.slice(start + 2, start + maxLength);
  const at = within.indexOf(close);
  if (at === -1 || /\n[ \t>]*\n/.test(within.slice(0, at))) return null;
  const end = start + 2 + at + close.length;
  const inner = within.slice(0, at);
  if (inner.trim() === '') return null;
  return {
    start,
    end,
    latex: name === undefined ? inner : text.slice(start, end),
    display: name !== undefined || bracket?.display === true,
  };
}

/** End of the fenced block whose fence stands at `index`; undefined where there is none. */
function fenceEnd(text: string, index: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', index - 1) + 1;
  fence.lastIndex = lineStart;
  const open = fence.exec(text);
  if (open?.index !== lineStart) return undefined;
  const mark = open[1]!;
  for (let close = fence.exec(text); close !== null; close = fence.exec(text)) {
    const closes = close[1]!.startsWith(mark) && close[0].trim() === close[1];
    if (closes) return close.index + close[0].length;
  }
  return text.length;
}
