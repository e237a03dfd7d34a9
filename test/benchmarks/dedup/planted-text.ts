/** Texts that follow from their numbers, so that a million of them need no room: 20 to 99 words, every fifth a copy of one of the four before it. */

const vocabulary = Array.from({ length: 20_000 }, (_, at) => `w${at.toString(36)}`);
/** Share of the words of a copy that are others. */
const replaced = 0.1;

export interface PlantedText {
  readonly text: string;
  /** Number of the text that it is a copy of; null for one of its own. */
  readonly original: number | null;
}

export function plantedText(at: number): PlantedText {
  const random = randomOf(at);
  if (at % 5 < 4) return { text: Array.from({ length: 20 + Math.floor(80 * random()) }, () => word(random)).join(' '), original: null };
  const original = at - 1 - Math.floor(4 * random());
  const words = plantedText(original).text.split(' ');
  return { text: words.map((own) => (random() < replaced ? word(random) : own)).join(' '), original };
}

/** As in a language: some often, most seldom. */
const word = (random: () => number): string => vocabulary[Math.floor(vocabulary.length * random() ** 3)]!;

function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
