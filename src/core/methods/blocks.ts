import { endsSentence, labelledParts, type LabelledText, saysSomething } from './lines.ts';

/** One `<Q1> … </Q1>` block, cut at its labels. */
export interface ReplyBlock {
  readonly question: string;
  /** The texts below the other labels, by label; the first where one comes twice. */
  readonly parts: ReadonlyMap<string, string>;
}

const opening = /<\s{0,4}Q\s{0,4}\d{1,4}\s{0,4}>/gi;
const closing = /<\s{0,4}\/\s{0,4}Q\s{0,4}\d{0,4}\s{0,4}>/i;
/** Heading that a model writes for `<Q1>`: `**Q1**` or `### Question 1`. */
const heading = /^[ \t>*_#[(-]{0,16}Q(?:uestion)?[ \t]{0,4}\d{1,4}[ \t*_.:)\]]{0,16}$/gim;

/** Labels of parts that some models add below a question, though nobody asked; they would give its answer away. */
const additions = 'final answer|answer|solution|hint|explanation|reasoning|rationale|difficulty|options';
const labels = `question|selected[ \\t]{1,4}concepts?|orig(?:inal)?[ _]tag|level|${additions}`;

const farewell = /^(?:let me know|i hope|hope (?:this|these)|feel free|would you like|if you(?:['’]d)? (?:need|want|would|like))\b/i;

/**
 * The questions of a reply. Lenient: prose around, headings for tags, missing closing tags, emphasis, code fences, any
 * numbering, labels on one line, answers below. A last block that breaks off within its question is left out.
 */
export function questionBlocks(reply: string): ReplyBlock[] {
  const tags = [...reply.matchAll(opening)];
  const marks = tags.length > 0 ? tags : [...reply.matchAll(heading)];
  return marks.flatMap((match, index) => {
    const next = marks[index + 1]?.index;
    const body = reply.slice(match.index + match[0].length, next);
    const end = closing.exec(body);
    const parts = labelledParts(ownLines(body.slice(0, end?.index)), labels);
    const question = withoutRemains(firstOf(parts, 'question'));
    if (!saysSomething(question)) return [];
    const isLastWord = parts.at(-1)?.label === 'question';
    if (end === null && next === undefined && isLastWord && !endsSentence(question)) return [];
    return [{ question, parts: new Map(parts.toReversed().map(({ label, text }) => [label, text])) }];
  });
}

/** Puts the labels that a model wrote one behind the other on lines of their own. */
function ownLines(body: string): string {
  const separate = body
    .replace(/[ \t](?=(?:\*\*)?Orig_tag:)/gi, '\n')
    .replace(/(?<=<(?:original_question|newly_created)>)[ \t]{1,8}(?=(?:\*\*)?Level:)/gi, '\n');
  return separate
    .split('\n')
    .map((line) => (/^[ \t>*_#-]{0,16}selected[ \t]{1,4}concept/i.test(line) ? line.replace(/[ \t](?=(?:\*\*)?Question:)/i, '\n') : line))
    .join('\n');
}

const firstOf = (parts: readonly LabelledText[], label: string): string => parts.find((part) => part.label === label)?.text ?? '';

/** Removes what a fence or emphasis around the block leaves at its end, and what a model says to the reader below the last. */
function withoutRemains(question: string): string {
  const lines = question.split('\n');
  const isFence = (line: string): boolean => /^\s{0,8}```/.test(line);
  while (lines.length > 1 && /^[ \t*_#>-]*$/.test(lines.at(-1)!)) lines.pop();
  const isEnd = isFence(lines.at(-1)!) && lines.filter(isFence).length % 2 === 1;
  const [last = '', before] = lines.toReversed();
  if (isEnd || (before?.trim() === '' && farewell.test(last))) return lines.slice(0, -1).join('\n').trim();
  return lines.join('\n').trim();
}
