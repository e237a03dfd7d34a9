import { irregularPlurals } from './plurals.ts';

/** Words in -s that are no plurals, or are their own. */
const unchanging = new Set(['always', 'chaos', 'cosmos', 'means', 'news', 'series', 'species', ...irregularPlurals.values()]);

/** The singular of a lower-case English noun, by a list and then by its ending; words of other shapes come back as they are. Idempotent. */
export function singular(word: string): string {
  const known = irregularPlurals.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith('s') || unchanging.has(word)) return word;
  if (/(?:ss|us|is|ics|'s)$/.test(word)) return word;
  const cut = withoutEnding(word);
  // A plural twice over, like “mices”.
  return irregularPlurals.get(cut) ?? cut;
}

function withoutEnding(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
