/** Words that no English prose does without, and that are rare in others that are written with the same letters. */
const functionWords = /(?<![\p{L}\p{M}])(?:the|and|that|with|this|from|which|are|be|by|it)(?![\p{L}\p{M}])/giu;
const word = /\p{L}[\p{L}\p{M}’']*/gu;

/** Number of words, or of letters, from which it can be told. */
const minCount = 20;
/** Every fifth word or so of English prose is one of them; terse text has fewer, other languages next to none. */
const minShare = 0.03;

/** Tells whether a text is prose in another language than English, as far as that can be told: of lists and formulas it cannot. */
export function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters >= minCount && latin < letters / 2) return true;
  const words = text.match(word)?.length ?? 0;
  return words >= minCount && (text.match(functionWords)?.length ?? 0) < minShare * words;
}
