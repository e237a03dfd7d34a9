/** What tells base64, hashes and other encoded runs from words, identifiers and paths. */

/** Letters and signs of base64 and of its variant for URLs, without a break. */
export const encodedRun = /[A-Za-z0-9+/=_-]{16,}/g;

/** No word is so long in any language written with these letters; a sequence of bases or of amino acids may be. */
const longestWord = 200;
/** Hexadecimal digits of the shortest hash (MD5). */
const hashLength = 32;
/** From this length on chance makes no identifier look like noise. */
export const noiseLength = 40;

/** Tells whether a run alone is data: a hash, a key, base64 however padded, a sequence. */
export function isData(run: string): boolean {
  if (run.length < hashLength) return false;
  if (/^[0-9a-fA-F]+$/.test(run)) return run.length >= longestWord || (/\d/.test(run) && /[a-fA-F]/.test(run));
  return (run.length >= noiseLength && (isNoise(run) || isBase32(run))) || isUnbroken(run) || isPadding(run);
}

/**
 * Tells whether the signs of a run follow each other as if by chance. A random sign is a capital that no small letter
 * follows in a quarter of all cases; in camel case, in paths and in names of constants hardly any is, or all are.
 */
export function isNoise(run: string): boolean {
  let [digits, lower, odd, changes, before] = [0, 0, 0, 0, -1];
  for (let at = 0; at < run.length; at += 1) {
    const kind = kindOf(run.charCodeAt(at));
    if (kind === digit) digits += 1;
    if (kind === small) lower += 1;
    if (before === capital && kind !== small) odd += 1;
    if (before !== kind && before !== -1) changes += 1;
    before = kind;
  }
  const share = (count: number): number => count / run.length;
  return digits > 0 && share(digits) >= 0.03 && share(lower) >= 0.08 && share(odd) >= 0.1 && share(changes) >= 0.4;
}

/** Capitals and digits, of which a fifth are digits by chance. */
const isBase32 = (run: string): boolean => /^[A-Z2-7]+=*$/.test(run) && run.replaceAll(/[A-Z=]/g, '').length >= run.length * 0.08;

const [digit, small, capital, sign] = [0, 1, 2, 3];

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return small;
  if (code >= 65 && code <= 90) return capital;
  return code >= 48 && code <= 57 ? digit : sign;
}

/** Letters and digits without anything that parts words. */
const isUnbroken = (run: string): boolean => run.length >= longestWord && run.split(/[-_/=]/).some(({ length }) => length >= longestWord);

/** Bytes of one value: `AAAA…`. Of signs alone a line is drawn. */
function isPadding(run: string): boolean {
  if (run.length < 64) return false;
  const half = run.slice(0, run.length >> 1);
  const first = /[A-Za-z0-9]/.exec(half)?.[0];
  return first !== undefined && run.split(first).length - 1 > run.length * 0.7;
}
