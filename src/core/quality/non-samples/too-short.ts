import { type NonSampleGate, quoted } from './candidate.ts';
import { taskOf, writtenOf } from './texts.ts';
import { lengthOf, wordCount, wordsOf } from './words.ts';

/** Fewest words of a question; of the shortest that ask anything, “Why?” leans on something else. */
const minTask = 3;
/** Fewest words of a text that teaches, or tells a passage in other words. */
const minText = 15;
/** Least length of a rewritten passage, which is to keep all that the passage says, as a share of it. */
const minRewritten = 0.1;
/** Textbook texts have a worked example and exercises. */
const minTextbook = 40;

/** A sample that is too short for what it is to be. */
export const tooShort: NonSampleGate = ({ content, method, sources }) => {
  const task = taskOf(content);
  if (task !== null) {
    const words = wordCount(task);
    return words < minTask && !/[=+<>$\\]/.test(task) ? `the question ${quoted(task)} has too few words to ask anything` : null;
  }
  const text = writtenOf(content);
  if (text === null) return null;
  const [words, source] = [wordCount(text), lengthOf(sources.flatMap(wordsOf))];
  const wanted =
    method === 'textbook' ? minTextbook : method === 'rephrase' ? Math.max(Math.min(minText, source / 2), minRewritten * source) : minText;
  return words >= wanted || content.shape === 'chat' ? null : `with ${words} words it is too short for a text of its kind: ${quoted(text)}`;
};
