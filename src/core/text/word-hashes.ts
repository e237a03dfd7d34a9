/** Words of a text as hashes of 32 bits: fast enough for a million texts, and different for different words but for one pair in billions. */

/**
 * Letters and digits between two breaks are a word, whatever their case; in scripts that part none, each character is.
 * @param signs true where signs of arithmetic are words too: two sums that differ in them alone are not the same
 */
export function wordHashes(text: string, signs = false): number[] {
  const lower = text.toLowerCase();
  const words: number[] = [];
  let hash = 0;
  let isOpen = false;
  const close = (): void => {
    if (isOpen) words.push(mixed(hash));
    [hash, isOpen] = [0, false];
  };
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    const isWord = signs && isSign(code);
    if (!isWord && isBreak(code)) {
      close();
      continue;
    }
    const isWhole = isWord || isAlone(code);
    if (isWhole) close();
    hash = Math.imul(hash ^ code, 0x01000193) + code;
    isOpen = true;
    if (isWhole) close();
  }
  close();
  return words;
}

/** Mixes 32 bits so that each of them changes half of the others (the finaliser of MurmurHash3). */
export function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const within = (code: number, from: number, to: number): boolean => code >= from && code <= to;

/** White space, punctuation and signs of the keyboard, of typography and of East Asian scripts. */
function isBreak(code: number): boolean {
  if (code < 0x80) return !(within(code, 97, 122) || within(code, 48, 57));
  return within(code, 0x80, 0xbf) || within(code, 0x2000, 0x206f) || within(code, 0x3000, 0x303f) || within(code, 0xff00, 0xff0f);
}

/** `+ < = >`, ± × ÷ and the mathematical operators. What Markdown and hyphens use as well (`* - / ^`) stays a break. */
const isSign = (code: number): boolean =>
  code === 0x2b || within(code, 0x3c, 0x3e) || code === 0xb1 || code === 0xd7 || code === 0xf7 || within(code, 0x2200, 0x22ff);

/** Thai, Lao, Burmese, Khmer, Chinese and Japanese. */
const isAlone = (code: number): boolean =>
  code >= 0xe00 &&
  (within(code, 0xe00, 0xeff) ||
    within(code, 0x1000, 0x109f) ||
    within(code, 0x1780, 0x17ff) ||
    within(code, 0x2e80, 0x9fff) ||
    within(code, 0xf900, 0xfaff));
