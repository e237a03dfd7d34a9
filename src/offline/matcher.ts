import { cleanLabel } from '../core/concepts/normalise.ts';
import { singular } from '../core/concepts/singular.ts';
import { phraseKey } from './candidates.ts';
import type { Word } from './word.ts';

/** A concept found in a sentence: words `from`..`to` (exclusive). */
export interface Match {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

const maxLabelWords = 8;

/** Finds the given concepts in sentences, whatever their case and number; of overlapping ones, the longest. */
export class ConceptMatcher {
  readonly #labels = new Map<string, string>();

  constructor(labels: readonly string[]) {
    for (const label of labels) {
      const key = labelKey(label);
      if (key !== '' && !this.#labels.has(key)) this.#labels.set(key, label);
    }
  }

  find(words: readonly Word[]): Match[] {
    const found: Match[] = [];
    let from = 0;
    while (from < words.length) {
      const match = this.#longestAt(words, from);
      if (match !== undefined) found.push(match);
      from = match?.to ?? from + 1;
    }
    return found;
  }

  #longestAt(words: readonly Word[], from: number): Match | undefined {
    for (let to = Math.min(words.length, from + maxLabelWords); to > from; to -= 1) {
      const label = this.#labels.get(phraseKey(words, from, to));
      if (label !== undefined) return { label, from, to };
    }
    return undefined;
  }
}

/** As `phraseKey` makes it from the words of a text. */
function labelKey(label: string): string {
  const words = cleanLabel(label).toLowerCase().replaceAll('’', "'").split(' ');
  return words.map((word, index) => (index === words.length - 1 || words[index + 1] === 'of' ? singular(word) : word)).join(' ');
}
