/** Formulas in texts, for whoever shows them. */
export { formulasIn, type TextFormula } from '../core/text/formulas.ts';
export { mathmlToText } from '../core/corpus/formats/mathml.ts';
