import { type NonSampleGate, quoted } from './candidate.ts';
import { taskOf } from './texts.ts';

/** Ends of a text that nobody ends with. Words that a task may end with are none of them: “Explain what a tensor is”, “Find a”. */
const breaksOff = /(?:[,;，；、]|\b(?:the|an|and|or|than))$/i;

/** A question that breaks off before it asks. */
export const unfinished: NonSampleGate = ({ content }) => {
  const task = taskOf(content)?.trim();
  return task !== undefined && breaksOff.test(task) ? `the question ${quoted(task)} breaks off` : null;
};
