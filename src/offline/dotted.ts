/** Names with marks in them that a tokenizer takes for the end of a sentence: `pypi.org`, `.venv`, `node.js`, `v1.2.3`, `foo.bar()`. */

const opening = /^[("'“‘«[{<*_]+/;
const closing = /(?:[.,;:!?…"'”’»\]}>*_]|(?<!\()\))+$/;
const marks = /[^\p{L}\p{M}\p{N}]/gu;
const shape = /^[\p{L}\p{M}\p{N}._/\\:@~#()$&?=%+-]+$/u;
/** An abbreviation (U.S., e.g.), which the tokenizer knows. */
const abbreviation = /^(?:\p{L}\.)+\p{L}?$/u;
/** A number, with its unit or without. */
const number = /^[-+]?\.?\d[\d.,:/%°-]*(?:\p{L}{1,3})?$/u;

/** Is it one name, dots and all? A run without white space, without the marks around it. */
function isDotted(run: string): boolean {
  if (!/\p{L}/u.test(run) || !shape.test(run) || abbreviation.test(run) || number.test(run) || run.includes('..')) return false;
  return /[\p{L}\p{N}_)]\.[\p{L}\p{N}_]/u.test(run) || /^\.\p{L}/u.test(run) || /\p{L}\(\)$/u.test(run);
}

/** The text with such names as words of letters and digits alone, each of the same length and in its place. */
export function maskDotted(text: string): string {
  return text.replace(/\S+/g, (run) => {
    const before = opening.exec(run)?.[0].length ?? 0;
    const inner = run.slice(before);
    const name = inner.slice(0, inner.length - (closing.exec(inner)?.[0].length ?? 0));
    return isDotted(name) ? run.slice(0, before) + name.replace(marks, 'x') + inner.slice(name.length) : run;
  });
}
