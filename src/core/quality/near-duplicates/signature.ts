/** MinHash (Broder 1997): the least values of a set under many orders tell how alike two sets are. */
import { mixed } from '../../text/word-hashes.ts';

/** Orders of the shingles, of which each gives one least value. */
export const permutations = 128;

const seeds = Int32Array.from({ length: permutations }, (_, at) => mixed(at + 1));
const factors = Int32Array.from({ length: permutations }, (_, at) => mixed(at + 0x9e3779b9) | 1);

/**
 * Signature of a set of hashes: of each least value the last 16 bits, which different shingles share once in 65,536 times.
 * That is half the room, and an exact comparison follows. An order is by the signed products with its factor: whole numbers of
 * 32 bits are what JavaScript is fastest with.
 */
export function signatureOf(shingles: ReadonlySet<number>): Uint16Array {
  const hashes = Int32Array.from(shingles);
  const signature = new Uint16Array(permutations);
  for (let at = 0; at < permutations; at += 1) {
    const [seed, factor] = [seeds[at]!, factors[at]!];
    let least = 0x7fffffff;
    // By an iterator it takes four times as long.
    // eslint-disable-next-line @typescript-eslint/prefer-for-of
    for (let each = 0; each < hashes.length; each += 1) {
      const value = Math.imul(hashes[each]! ^ seed, factor);
      if (value < least) least = value;
    }
    signature[at] = least;
  }
  return signature;
}
