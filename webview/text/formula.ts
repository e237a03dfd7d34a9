/** KaTeX, behind the one module that knows it; loaded with the first text that has a formula. */
import katex from 'katex';
import 'katex/contrib/mhchem';

const options = {
  throwOnError: true,
  // No links, no HTML, no images from a model's text.
  trust: false,
  strict: 'ignore',
  // A formula that expands without end, or is set larger than the page, is shown as it was written.
  maxExpand: 500,
  maxSize: 20,
} as const;

/** Length above which a formula is shown as it was written: setting it would take seconds. */
const longest = 4000;

/** A node with the formula, set; null for what KaTeX cannot read. */
export function setFormula(latex: string, display: boolean): HTMLElement | null {
  if (latex.length > longest) return null;
  const box = document.createElement('span');
  box.className = display ? 'formula display' : 'formula';
  try {
    katex.render(latex, box, { ...options, displayMode: display, macros: {} });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
  return box;
}
