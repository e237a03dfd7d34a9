import { type NonSampleGate, quoted } from './candidate.ts';
import { taskOf, textsOf } from './texts.ts';
import { copiedShare, phrasesOf, wordsOf } from './words.ts';

/** Words of a phrase that a question about a subject has not in common with the instructions for making questions. */
const phrase = 5;
/** Share of a sentence that stands in such phrases. */
const maxShared = 0.5;
const sentenceEnd = /(?<=[.?!…。？！؟])\s*/u;

/** The form of a reply that is held to a schema: models that have lost the subject speak of that. */
const form = /\bJSON (?:object|document|representation|data|format|file|string|schema)s?\b/i;

/** What speaks of the instructions, or of the form of the reply, in the place of the subject. */
export const promptEcho: NonSampleGate = ({ content, instructions, sources }) => {
  const formal = textsOf(content).find((text) => form.test(text));
  if (formal !== undefined && !sources.some((source) => /\bJSON\b/.test(source)))
    return `${quoted(form.exec(formal)![0])} is of the form of the reply, and nothing that its source speaks of`;
  const task = taskOf(content);
  if (task === null) return null;
  const phrases = phrasesOf([wordsOf(instructions)], phrase);
  const echoing = task.split(sentenceEnd).find((sentence) => {
    const words = wordsOf(sentence);
    return words.length >= phrase && copiedShare(words, phrases, phrase) >= maxShared;
  });
  return echoing === undefined ? null : `${quoted(echoing)} repeats the instructions`;
};
