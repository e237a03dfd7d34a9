/** Words of a name: `John Smith`, `Dr. Maria de la Cruz`, `李小龙` are nobody who would write of anything. */
const maxNameWords = 5;
const titles = /^(?:dr|prof|professor|mr|mrs|ms|miss|sir|herr|frau|m|mme|mlle|sr|sra|sig|dott)\.?$/iu;
const particles = /^(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|bin|ibn|al|el|y|e|jr|sr|ii|iii)\.?$/iu;
const capitalised = /^\p{Lu}[\p{L}\p{M}’'.-]*$/u;
/** Scripts without capitals: two to four characters of Han are a name, as are two or three short words of others. */
const hanName = /^\p{sc=Han}{2,4}$|^[\p{sc=Hangul}]{2,4}$/u;

/**
 * Tells whether a persona is a name and nothing more: it is to say who somebody is, what that person has seen and how he or
 * she explains. “A nurse” begins with an article, and “River engineer” has a word in lower case.
 */
export function isBareName(persona: string): boolean {
  const text = persona
    .replace(/\s*\((?:\d{1,3}|[a-z]{1,8})\)$/i, '')
    .replace(/[.,;:\s]+$/, '')
    .trim();
  if (text === '' || hanName.test(text)) return true;
  const words = text.split(/[\s,]+/);
  if (words.length > maxNameWords) return false;
  const named = words.filter((word) => !titles.test(word) && !particles.test(word) && !/^\d{1,3}$/.test(word));
  return named.length > 0 && named.length <= 4 && !/^(?:an?|the)$/i.test(words[0]!) && named.every((word) => capitalised.test(word));
}
