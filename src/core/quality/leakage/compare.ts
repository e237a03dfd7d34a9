/** How much of an item another text says. */
import { sharedBlocks } from './matching-blocks.ts';
import { joinedWords, type PlacedWords } from './words.ts';

/** Characters of each of two texts that are compared: of a longer one, those around the words that both have. */
const mostCompared = 50_000;

/**
 * Share of the item that the text has in blocks of more than five characters. Of an item that is longer than what is compared, it is
 * the least that can be.
 * @param textAt a word of the text that both have, by its number, and `itemAt` the same word of the item
 */
export function sharedPart(text: PlacedWords, textAt: number, item: PlacedWords, itemAt: number): number {
  const whole = joinedLength(item);
  const own = around(item, itemAt);
  return sharedBlocks(own, around(text, textAt)) * (own.length < whole ? own.length / whole : 1);
}

const joinedLength = ({ words }: PlacedWords): number => words.reduce((sum, { length }) => sum + length + 1, -1);

/** The words, joined; of many, as many before as after one of them. */
function around(placed: PlacedWords, centre: number): string {
  const { words } = placed;
  if (joinedLength(placed) <= mostCompared) return joinedWords(placed);
  let [from, to, length] = [centre, centre, 0];
  for (;;) {
    const [before, after] = [words[from - 1], words[to]];
    const more = (before === undefined ? 0 : before.length + 1) + (after === undefined ? 0 : after.length + 1);
    if (more === 0 || length + more > mostCompared) return words.slice(from, to).join(' ');
    length += more;
    if (before !== undefined) from -= 1;
    if (after !== undefined) to += 1;
  }
}
