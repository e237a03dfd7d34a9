import { loopIn } from '../loops.ts';
import { type NonSampleGate, quoted } from './candidate.ts';
import { textsOf } from './texts.ts';

/** Sentences of at least so many characters, that come so often and fill so much of a text, make it one that repeats itself. */
const bounds = { length: 30, times: 3, share: 0.4 };
const sentenceEnd = /\n|(?<=[.!?])\s|(?<=[。！？।])/u;

/** A text that goes round in circles: a phrase over and over, or the same sentence again and again with others between. */
export const repetition: NonSampleGate = ({ content }) => {
  for (const text of textsOf(content)) {
    const loop = loopIn(text);
    if (loop !== null) return `it repeats ${quoted(loop.unit)} ${loop.times} times`;
    const again = repeatedSentence(text);
    if (again !== null) return `it says ${again.times} times ${quoted(again.sentence)}`;
  }
  return null;
};

function repeatedSentence(text: string): { readonly sentence: string; readonly times: number } | null {
  const times = new Map<string, number>();
  let all = 0;
  for (const part of text.split(sentenceEnd)) {
    const sentence = part.trim().replace(/^[-*•\d.)\s]{1,8}/, '');
    all += sentence.length;
    // Rows and rules are the same by their nature.
    if (sentence.length >= bounds.length && /\p{L}{2}/u.test(sentence)) times.set(sentence, (times.get(sentence) ?? 0) + 1);
  }
  const repeated = [...times].filter(([, count]) => count >= bounds.times);
  const filled = repeated.reduce((sum, [sentence, count]) => sum + sentence.length * count, 0);
  if (filled < bounds.share * all || repeated.length === 0) return null;
  const [sentence, count] = repeated.reduce((most, each) => (each[1] > most[1] ? each : most));
  return { sentence, times: count };
}
