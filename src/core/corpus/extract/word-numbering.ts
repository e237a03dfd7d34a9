/** Lists of a Word document: what its numbering part says of them (ECMA-376, 17.9). */
import { allOf, childOf, elementsOf, type XmlElement } from './xml-tree.ts';

/** Tells, by list and level, whether items are numbered or have a mark. */
export class WordNumbering {
  readonly #ordered = new Map<string, boolean>();
  readonly #starts = new Map<string, number>();
  readonly #counts = new Map<string, number[]>();

  constructor(part: XmlElement | undefined) {
    if (part === undefined) return;
    const levels = new Map<string, XmlElement[]>();
    for (const each of allOf(part, 'abstractNum'))
      levels.set(
        each.attributes.abstractNumId ?? '',
        elementsOf(each).filter(({ name }) => name === 'lvl'),
      );
    for (const each of allOf(part, 'num')) {
      const id = each.attributes.numId ?? '';
      for (const level of levels.get(childOf(each, 'abstractNumId')?.attributes.val ?? '') ?? []) {
        const key = `${id} ${level.attributes.ilvl ?? '0'}`;
        const format = childOf(level, 'numFmt')?.attributes.val;
        this.#ordered.set(key, format !== 'bullet' && format !== 'none');
        this.#starts.set(key, Number(childOf(level, 'start')?.attributes.val ?? '1') || 1);
      }
    }
  }

  /** Number of a list's next item; null where its items have a mark. */
  next(list: string, level: number): number | null {
    const key = `${list} ${level}`;
    if (this.#ordered.get(key) !== true) return null;
    const counts = this.#counts.get(list) ?? [];
    this.#counts.set(list, counts);
    // An item begins the levels below it anew.
    counts.length = Math.min(counts.length, level + 1);
    counts[level] = (counts[level] ?? (this.#starts.get(key) ?? 1) - 1) + 1;
    return counts[level];
  }
}
