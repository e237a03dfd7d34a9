/** Whether two questions ask nearly the same. */

const functionWords = new Set('what how does do is are the a an of to in and why which on with for it they by between be can'.split(' '));

export function contentWords(text: string): ReadonlySet<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !functionWords.has(word)));
}

export function isNear(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const shared = left.intersection(right).size;
  return shared > 0 && (shared === Math.min(left.size, right.size) || shared / left.union(right).size >= 0.7);
}
