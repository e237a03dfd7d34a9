import { type Content, type Part, partsOf } from '../../src/protocol/shapes.ts';

/** A part with what stood in its place in the version it is compared with. */
export interface ShownPart extends Part {
  readonly before: string | null;
}

/** The parts of a content in the order of reading; compared with another, those that only that one has come last. */
export function shownParts(content: Content, before: Content | null): ShownPart[] {
  const parts = partsOf(content);
  if (before === null) return parts.map((part) => ({ ...part, before: null }));
  const old = new Map(partsOf(before).map((part) => [part.name, part]));
  const shown = parts.map((part) => ({ ...part, before: old.get(part.name)?.text ?? '' }));
  for (const { name } of parts) old.delete(name);
  return [...shown, ...[...old.values()].map((part) => ({ ...part, text: '', before: part.text }))];
}
