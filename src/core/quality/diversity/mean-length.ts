import type { DiversityMeasure, TextCollector } from './collector.ts';
import { characterCount, spacedWords } from './tokens.ts';

function meanOf(lengthOf: (text: string) => number): TextCollector {
  let [sum, texts] = [0, 0];
  return {
    add: (text) => {
      sum += lengthOf(text);
      texts++;
    },
    value: () => (texts === 0 ? null : sum / texts),
  };
}

const common = { higher: 'neither', dependsOnOrder: false, dependsOnSize: false } as const;

/** Mean length in words. */
export const meanWords: DiversityMeasure = {
  ...{ id: 'words', title: 'Mean length in words', meaning: 'words between white space, per text', ...common },
  collect: () => meanOf((text) => spacedWords(text).length),
};

/** Mean length in Unicode characters. */
export const meanCharacters: DiversityMeasure = {
  ...{ id: 'characters', title: 'Mean length in characters', meaning: 'Unicode characters, per text', ...common },
  collect: () => meanOf(characterCount),
};
