import { type NonSampleGate, quoted } from './candidate.ts';
import { taskOf } from './texts.ts';
import { asksFor } from './tasks.ts';
import { copiedShare, phraseLength, phrasesOf, wordsOf } from './words.ts';

/** Marks of a question in the scripts that have one. */
const questionMark = /[?？؟;՞፧⁇⁈⳺꘏꛷]/u;
/** Share of its words from which a question is its source's and not its own. */
const maxCopied = 0.8;
/** Fewest words that are called a copy: two texts may share a short phrase. */
const minCopied = 6;
/** So many words behind the last question mark, copied, are a passage with a question in it. */
const maxBehind = 40;

/** A heading or a statement of the source in the place of a question. Tasks have no mark, and are known by the word that they begin with. */
export const noQuestion: NonSampleGate = ({ content, sources, headings }) => {
  const task = taskOf(content);
  if (task === null) return null;
  const words = wordsOf(task);
  const key = words.join(' ');
  const isQuestion = questionMark.test(task) || asksFor(task);
  if (!isQuestion && headings.some((heading) => wordsOf(heading).join(' ') === key))
    return `${quoted(task)} is a heading of its source, and no question`;
  const behind = isQuestion ? wordsOf(task.slice(lastMark(task) + 1)) : words;
  if (isQuestion ? behind.length < maxBehind || asksFor(task) : behind.length === 0) return null;
  if (!isQuestion && sources.some((source) => linesOf(source).has(key))) return `${quoted(task)} is a line of its source, and no question`;
  if (behind.length < minCopied) return null;
  const size = Math.min(behind.length, phraseLength(behind, minCopied));
  const phrases = phrasesOf(sources.map(wordsOf), size);
  return copiedShare(behind, phrases, size) < maxCopied ? null : `${quoted(task)} is copied from its source, and asks nothing`;
};

function lastMark(text: string): number {
  for (let at = text.length - 1; at >= 0; at--) if (questionMark.test(text[at]!)) return at;
  return -1;
}

/** A source's lines by their words; the marks of headings and lists are none. */
const linesOf = (source: string): ReadonlySet<string> => new Set(source.split('\n').map((line) => wordsOf(line).join(' ')));
