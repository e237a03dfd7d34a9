import { BandTable } from './band-table.ts';
import { type ComparedText, shingleSizes, shortText, type ShingleKind } from './shingles.ts';
import { signatureOf } from './signature.ts';
import { leastThreshold } from './threshold.ts';

/**
 * What is kept of a text: its signatures, from which all that may be like it are found under any threshold. A text is compared by short
 * shingles where either is short, so one that is little longer has both.
 */
export type Sketch = Readonly<Record<ShingleKind, Uint16Array | null>>;

/** @param threshold the least under which it is looked for */
export function sketchOf(text: ComparedText, threshold = leastThreshold): Sketch {
  const { length } = text.words;
  return {
    short: length > 0 && length <= shortText / threshold ? signatureOf(text.shingles('short')) : null,
    long: length >= shortText ? signatureOf(text.shingles('long')) : null,
  };
}

/** Texts by their sketches, to find those that a text may be a near-duplicate of; whether it is one, `similarity` says. */
export class NearIndex<Id> {
  readonly #tables: Readonly<Record<ShingleKind, BandTable>>;
  /** By the place in their table. */
  readonly #ids: Readonly<Record<ShingleKind, Id[]>> = { short: [], long: [] };

  /** @param threshold similarity from which on pairs are wanted, from `leastThreshold` to 1 */
  constructor(threshold: number) {
    this.#tables = { short: new BandTable(threshold), long: new BandTable(threshold) };
  }

  add(id: Id, sketch: Sketch): void {
    for (const kind of kinds) {
      const signature = sketch[kind];
      if (signature === null) continue;
      this.#tables[kind].add(signature);
      this.#ids[kind].push(id);
    }
  }

  /** Each id once for each kind of shingle; those that were added last come first where there are very many. */
  candidates(sketch: Sketch): Set<Id> {
    const found = new Set<Id>();
    for (const kind of kinds) {
      const signature = sketch[kind];
      if (signature !== null) for (const place of this.#tables[kind].candidates(signature)) found.add(this.#ids[kind][place]!);
    }
    return found;
  }
}

const kinds = Object.keys(shingleSizes) as readonly ShingleKind[];
