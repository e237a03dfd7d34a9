/**
 * The round that the example's recorded replies answer: these commands in this order on a fresh copy of `example/`.
 * A reply is found by its prompt, and prompts name earlier samples: another order or another seed finds none.
 */
const model = ['--model', 'recorded/rivers'];

/**
 * @param {string} folder the copy
 * @returns {string[][]} arguments of `loom`
 */
export function recordedRound(folder) {
  /** @param {string} method @param {number} count @param {number} seed @param {string[]} more */
  const generate = (method, count, seed, ...more) => [
    ...['generate', '--method', method, '--count', `${count}`, '--seed', `${seed}`, ...more],
    ...['--answer', '--judge', ...model, '--project', folder],
  ];
  return [
    ['extract', ...model, '--project', folder],
    generate('level1', 6, 1),
    generate('level2', 6, 2),
    generate('level3', 12, 1),
    generate('rephrase', 1, 3, '--style', 'hq'),
    generate('rephrase', 1, 7, '--style', 'qa'),
    generate('textbook', 1, 6, '--style', 'narrative'),
    generate('persona', 2, 1, '--style', 'blog', '--personas', `${folder}/.loom/personas.txt`),
  ];
}
