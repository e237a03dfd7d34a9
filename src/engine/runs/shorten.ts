import type { Passage } from '../../core/corpus/passage.ts';
import { splitSentences } from '../../core/corpus/sentences.ts';
import { oneLine } from '../../core/prompts/fence.ts';

/**
 * Steps by which a prompt gives up text where its model's context is too small for it: first all references but one, then the passage
 * from its end on. A step is a number, and says the same whenever it is taken: a run that is resumed asks in the same words.
 */
const shares = [1, 1, 0.7, 0.5, 0.35, 0.25, 0.125] as const;

export const lastShortening = shares.length - 1;

/** Share of a text that is shown at a step. */
export const shareAt = (step: number): number => shares[step] ?? 1;

/** The beginning of a text: whole sentences of it, the first at least. */
function beginning(text: string, share: number): string {
  if (share === 1) return text;
  const room = Math.floor(text.length * share);
  let end = 0;
  for (const sentence of splitSentences(text)) {
    if (end > 0 && sentence.end > room) break;
    end = sentence.end;
  }
  return text.slice(0, end).trimEnd();
}

/** A passage as a prompt shows it at a step. */
export const shortPassage = (passage: Passage, step: number): Passage => {
  const share = shareAt(step);
  return share === 1 ? passage : { ...passage, text: beginning(passage.text, share) };
};

/** References as a prompt shows them at a step. */
export function shortReferences<R extends { readonly passage: Passage }>(references: readonly R[], step: number): readonly R[] {
  if (step === 0) return references;
  return references.slice(0, 1).map((reference) => ({ ...reference, passage: shortPassage(reference.passage, step) }));
}

/** A passage as messages name it: its file, with its headings. */
export const passageName = ({ file, headings }: Passage): string => [file, ...headings.map(oneLine)].join(' › ');
