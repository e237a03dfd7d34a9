export { mayHaveFormula } from '../core/text/formula-signs.ts';
