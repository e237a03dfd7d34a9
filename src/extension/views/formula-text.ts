/** Formulas as plain text, for the places of VS Code that show no others; loads KaTeX, and is loaded when a text has a formula. */
import katex from 'katex';
import 'katex/contrib/mhchem';
import { formulasIn, mathmlToText } from '../../protocol/formulas.ts';

const superscripts: Readonly<Record<string, string>> = mapped('0123456789+-−()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ');
const subscripts: Readonly<Record<string, string>> = mapped('0123456789+-−()aeox', '₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑₒₓ');

/** A text with its formulas in characters: `δ¹⁸O`, `v₀`, `(a + b)/2`. What KaTeX cannot read stays as it was written. */
export function withFormulasAsText(text: string): string {
  let shown = '';
  let from = 0;
  for (const { start, end, latex, display } of formulasIn(text)) {
    const formula = asText(latex);
    shown += text.slice(from, start) + (formula === null ? text.slice(start, end) : display ? ` ${formula} ` : formula);
    from = end;
  }
  return shown + text.slice(from);
}

function asText(latex: string): string | null {
  try {
    const mathml = katex.renderToString(latex, {
      output: 'mathml',
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxExpand: 500,
      macros: {},
    });
    // Chemistry hangs its numbers on what cannot be seen.
    const line = mathmlToText(mathml.replace(/<\/?mpadded\b[^>]*>/g, '').replace(simpleScripts, withRaised));
    return line === '' ? null : line;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

const leaf = '<m[ino]>[^<]{1,6}</m[ino]>';
/** A sign with numbers or signs above or below it: what characters can show. */
const simpleScripts = new RegExp(
  `<(msup|msub|msubsup)>(<m[inot]+\\b[^>]*>[^<]*</m[inot]+>|<mphantom><mi>X</mi></mphantom>)((?:${leaf}){1,2}|<mrow>(?:${leaf}){1,3}</mrow>)</\\1>`,
  'g',
);

function withRaised(all: string, kind: string, base: string, scripts: string): string {
  const found = Array.from(scripts.matchAll(/>([^<]+)</g), ([, text]) => text ?? '');
  const parts = scripts.startsWith('<mrow>') ? [found.join('')] : found;
  const wanted = kind === 'msubsup' ? [subscripts, superscripts] : [kind === 'msub' ? subscripts : superscripts];
  const shown = parts.map((text, at) => Array.from(text, (character) => wanted[at]?.[character]));
  const isWhole = parts.length === wanted.length && shown.flat().every((form) => form !== undefined);
  return isWhole ? `<mrow>${base}<mtext>${shown.flat().join('')}</mtext></mrow>` : all;
}

function mapped(from: string, to: string): Readonly<Record<string, string>> {
  const forms = Array.from(to);
  return Object.fromEntries(Array.from(from, (character, at) => [character, forms[at] ?? '']));
}
