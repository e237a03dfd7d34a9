/** Texts with planted copies, of which a share of the words is replaced. */
interface Planted {
  readonly texts: readonly string[];
  /** For each copy, its place and that of what it was copied from. */
  readonly copies: readonly { readonly copy: number; readonly original: number }[];
}

interface Planting {
  /** Gives a whole number from 0, below another. */
  readonly random: (below: number) => number;
  readonly texts: number;
  /** Words of a text: at least, and below. */
  readonly words: readonly [number, number];
  /** Share of words that are replaced in a copy. */
  readonly replaced: number;
}

const vocabulary = 5000;

/** Every fifth text is a copy of one of the four before it. Words are drawn as in a language: some often, most seldom. */
export function planted({ random, texts: count, words: [least, most], replaced }: Planting): Planted {
  const word = (): string => `w${Math.floor(vocabulary * (random(1e6) / 1e6) ** 3).toString(36)}`;
  const texts: string[] = [];
  const copies: { copy: number; original: number }[] = [];
  for (let at = 0; at < count; at += 1) {
    if (at % 5 < 4) {
      texts.push(Array.from({ length: least + random(most - least) }, word).join(' '));
      continue;
    }
    const original = at - 1 - random(4);
    copies.push({ copy: at, original });
    texts.push(texts[original]!.replace(/\S+/g, (own) => (random(1000) < 1000 * replaced ? word() : own)));
  }
  return { texts, copies };
}
