import { numbersApart, numberWords } from '../meaning/numbers.ts';

/** In digits, also within a name (the isotope U235 is not U238), or in English words. */
const numbers = new RegExp(`\\p{N}+(?:[.,]\\p{N}+)*|(?<![\\p{L}\\p{M}])(?:${numberWords.join('|')})(?![\\p{L}\\p{M}])`, 'gu');

/** Tells whether two texts say the same but for their numbers, or for the order of these: then they are two problems, not one twice. */
export function differInNumbersAlone(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim());
  if (first!.replace(numbers, '#') !== second!.replace(numbers, '#')) return false;
  const [own, other] = [first!, second!].map((text) => (text.match(numbers) ?? []).map(valueOf));
  return own!.some((value, at) => value !== other![at]);
}

/** The same for “5”, “5.0” and “five”; what is no number of its own stands for itself. */
const valueOf = (written: string): number | string => numbersApart(written).numbers[0] ?? written;
