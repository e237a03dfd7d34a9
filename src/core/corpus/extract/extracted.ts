/** The text of a file whose bytes are none: what its passages are read from, and what offsets into it count. */
import type { OmissionKind } from '../omissions.ts';

/** What a file of this kind is divided into for its readers. */
export const placeUnits = ['page', 'slide', 'chapter'] as const;
export type PlaceUnit = (typeof placeUnits)[number];

/** Where each page, slide or chapter begins in the extracted text, the first one first: UTF-16 units, never falling. */
export interface Places {
  readonly unit: PlaceUnit;
  readonly starts: readonly number[];
}

/** What extraction left out; `at`: offset into the text of the first. */
interface ExtractedOmission {
  readonly kind: OmissionKind;
  readonly count: number;
  readonly at: number;
}

export interface ExtractedText {
  readonly text: string;
  readonly places: Places | null;
  readonly omitted: readonly ExtractedOmission[];
}

/** Number, from 1, of the page, slide or chapter in which an offset lies; text before the first belongs to it. */
export function placeAt({ starts }: Places, offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

/** A place in words, as “page 3”; of a span that goes over several, “pages 3–4”. */
export function placeName(places: Places, start: number, end: number): string {
  const [first, last] = [placeAt(places, start), placeAt(places, Math.max(start, end - 1))];
  return first === last ? `${places.unit} ${first}` : `${places.unit}s ${first}–${last}`;
}

/** Puts a text together, block by block, and keeps where its places begin. */
export class TextWriter {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #omitted = new Map<OmissionKind, { count: number; at: number }>();
  #length = 0;

  /** A block of its own; nothing where it is empty. */
  block(text: string): void {
    if (text.trim() === '') return;
    this.#parts.push(text, '\n\n');
    this.#length += text.length + 2;
  }

  /** The next page, slide or chapter begins; within the block that comes next where its text says how far in. */
  place(within = 0): void {
    this.#starts.push(Math.max(this.#length + within, this.#starts.at(-1) ?? 0));
  }

  omit(kind: OmissionKind, count = 1): void {
    const known = this.#omitted.get(kind);
    this.#omitted.set(kind, { count: (known?.count ?? 0) + count, at: known?.at ?? this.#length });
  }

  finish(unit: PlaceUnit | null): ExtractedText {
    const text = this.#parts.join('').trimEnd();
    const omitted = [...this.#omitted].map(([kind, { count, at }]) => ({ kind, count, at: Math.min(at, text.length) }));
    const starts = this.#starts.map((start) => Math.min(start, text.length));
    return { text: text === '' ? '' : `${text}\n`, places: unit === null ? null : { unit, starts }, omitted };
  }
}
