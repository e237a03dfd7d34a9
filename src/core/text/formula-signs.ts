/** Tells whether there may be a formula in a text, at the price of one search: what finds and sets formulas need not be loaded for others. */
export const mayHaveFormula = (text: string): boolean => /[$\\]/.test(text);
