/** Lists of personas, as files keep them: one a line, lines that begin with `#` are remarks. */

/** Length of a persona, which is one sentence: more is cut, where a model wrote it and where a sample names it. */
export const maxPersonaLength = 300;

/** The personas of a file. */
export const personasIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Those of a list that neither others nor an earlier one of it are, whatever their case, their marks and their article. */
export function newPersonas(found: readonly string[], known: Iterable<string>): string[] {
  const seen = new Set([...known].map(personaKey));
  return found.filter((persona) => {
    const key = personaKey(persona);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const personaKey = (persona: string): string =>
  (
    persona
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
    .join(' ')
    .replace(/^(?:an?|the) /, '');
