/** Options by letters inside of a text, as `A. …` a line: how multiple choice stands where a format has no columns for it. */

const letterAt = (position: number): string => String.fromCharCode('A'.charCodeAt(0) + position);

/** Position that a letter names, from 0; undefined for what is no single letter. */
export const positionOfLetter = (text: string): number | undefined =>
  /^[A-Z]$/i.test(text) ? text.toUpperCase().charCodeAt(0) - 'A'.charCodeAt(0) : undefined;

/**
 * Parts a question from the options that follow it. Of lines that begin with letters, the longest run to the end counts that is in
 * order from A. An option that has line breaks is not told from what follows it, and costs the whole.
 */
export function optionsOfQuestion(asked: string): { readonly stem: string; readonly options: string[] } | null {
  const lines = asked.split('\n');
  for (let count = Math.min(26, lines.length - 1); count >= 2; count--) {
    const from = lines.length - count;
    const options = lines.slice(from).map((line, position) => (line.startsWith(`${letterAt(position)}. `) ? line.slice(3) : null));
    if (options.some((option) => option === null)) continue;
    const before = lines.slice(0, from);
    return { stem: (before.at(-1) === '' ? before.slice(0, -1) : before).join('\n'), options: options.filter((option) => option !== null) };
  }
  return null;
}

/** The option that an answer names by `Answer: B. …` at its end, and what it says before; null where it names none. */
export function positionAnswered(
  answered: string,
  options: readonly string[],
): { readonly correct: number; readonly explanation: string } | null {
  for (const [correct, option] of options.entries()) {
    const line = `Answer: ${letterAt(correct)}. ${option}`;
    if (answered === line) return { correct, explanation: '' };
    if (answered.endsWith(`\n\n${line}`)) return { correct, explanation: answered.slice(0, -line.length - 2) };
  }
  return null;
}
