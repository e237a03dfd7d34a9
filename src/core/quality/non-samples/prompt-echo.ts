import { type NonSampleGate, quoted } from './candidate.ts';
import { taskOf } from './texts.ts';
import { copiedShare, phrasesOf, wordsOf } from './words.ts';

/** Words of a phrase that a question about a subject has not in common with the instructions for making questions. */
const phrase = 5;
/** Share of a sentence that stands in such phrases. */
const maxShared = 0.5;
const sentenceEnd = /(?<=[.?!…。？！؟])\s*/u;

/** A question about the instructions in the place of one about the subject. */
export const promptEcho: NonSampleGate = ({ content, instructions }) => {
  const task = taskOf(content);
  if (task === null) return null;
  const phrases = phrasesOf([wordsOf(instructions)], phrase);
  const echoing = task.split(sentenceEnd).find((sentence) => {
    const words = wordsOf(sentence);
    return words.length >= phrase && copiedShare(words, phrases, phrase) >= maxShared;
  });
  return echoing === undefined ? null : `${quoted(echoing)} repeats the instructions`;
};
