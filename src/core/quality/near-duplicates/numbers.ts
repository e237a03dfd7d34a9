const numbers = /\p{N}+(?:[.,]\p{N}+)*/gu;

/** Tells whether two texts say the same but for their numbers: then they are two problems, not one twice. */
export function differInNumbersAlone(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim());
  return first !== second && first!.replace(numbers, '#') === second!.replace(numbers, '#');
}
