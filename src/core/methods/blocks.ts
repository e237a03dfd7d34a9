import { isInJson, jsonBlocks, type ReplyBlock } from './json-blocks.ts';
import { blockLabels, meaningOf } from './labels.ts';
import { endsSentence, labelledParts, saysSomething, unescaped } from './lines.ts';

/** Marks of the beginning of a block, the surest first; the first of them that a reply has is the one that counts. */
const openings: readonly RegExp[] = [
  /<\s{0,4}(?:Q|Question)[ _#-]{0,4}\d{1,4}\s{0,4}>/gi,
  /<\s{0,4}(?:Q|Question)(?:[ \t][^<>\n]{0,60})?\s{0,4}>/gi,
  // Any other name with a number: `<Frage1>`, `<item_2>`. Headings of HTML are none.
  /^[ \t>*_#`-]{0,16}<(?!h\d)[\p{L}_-]{1,24}[ _#-]{0,4}\d{1,4}>/gimu,
  // A heading in place of a tag: `**Q1**`, `### Question 1`.
  /^[ \t>*_#[(-]{0,16}Q(?:uestion)?[ \t]{0,4}\d{1,4}[ \t*_.:)\]]{0,16}$/gim,
];
const closing = /<\s{0,4}\/\s{0,4}(?:Q|Question)[ _#-]{0,4}\d{0,4}\s{0,4}>/i;
const closings = new RegExp(closing, 'gi');
/** Closing tag of another name, which some models write: it ends a block that has no other end. */
const otherClosing = /^[ \t]{0,8}<\s{0,4}\/\s{0,4}[\p{L}_][\p{L}\p{N}_ -]{0,30}>[ \t]{0,8}$/mu;

/** An item of a list, or a question behind its label and number: `1. Why …?`, `(1) Why …?`, `**2)** Why …?`, `Question 3: Why …?`. */
const listed =
  /^[ \t>*_#]{0,16}(?:[-•+*][ \t]|Q[ \t]{0,4}\d{0,3}[*_]{0,3}[ \t]{0,4}[.):：]|\(?\d{1,3}[*_]{0,3}[ \t]{0,4}[.):、．](?!\d)|(?:question|frage|pregunta|pergunta|domanda|вопрос|问题|問題|質問|질문)[ \t]{0,4}\d{1,3}[*_]{0,3}[ \t]{0,4}[.):：])[*_]{0,3}[ \t]{0,8}(?=\S)/iu;
const isAsking = /[?？؟][)\]"”’»*_$ \t]{0,8}$/;

const farewell = /^(?:let me know|i hope|hope (?:this|these)|feel free|would you like|if you(?:['’]d)? (?:need|want|would|like))\b/i;
/** A word that breaks off; three points behind a list of numbers go on with it. */
const breaksOff = /\p{L}(?:…|\.{3})[)\]"”’»*_ ]{0,4}$/u;

/**
 * The questions of a reply. Lenient: prose around, other names of the tags, headings or numbers for them, missing or wrong closing tags,
 * emphasis, code fences, escaped tags, labels on one line, translated, or left out, answers below, JSON. A last block that breaks off
 * within its question is left out.
 */
export function questionBlocks(reply: string): ReplyBlock[] {
  if (isInJson(reply)) return jsonBlocks(reply) ?? [];
  const text = unescaped(reply);
  const marks = openings.map((opening) => [...text.matchAll(opening)]).find(({ length }) => length > 0);
  if (marks === undefined) return listedQuestions(text.replace(closings, ''));
  return marks.flatMap((match, index) => {
    const next = marks[index + 1]?.index;
    const body = text.slice(match.index + match[0].length, next);
    const end = closing.exec(body) ?? otherClosing.exec(body);
    return blockOf(body.slice(0, end?.index), end === null && next === undefined);
  });
}

function blockOf(body: string, isOpen: boolean): ReplyBlock[] {
  const parts = labelledParts(ownLines(unwrapped(body)), blockLabels).map(({ label, text }) => ({ label: meaningOf(label), text }));
  const first = (name: (typeof parts)[number]['label']): string => parts.find(({ label }) => label === name)?.text ?? '';
  // A block without the label is the question, up to its first other label.
  const isLabelled = parts.some(({ label }) => label === 'question');
  const question = withoutRemains(first(isLabelled ? 'question' : undefined));
  if (!saysSomething(question) || breaksOff.test(question) || (!isLabelled && !isWhole(question))) return [];
  const isLastWord = parts.at(-1)?.label === (isLabelled ? 'question' : undefined);
  if (isOpen && isLastWord && !endsSentence(question)) return [];
  return [{ question, concepts: first('concepts'), origin: first('origin'), level: first('level') }];
}

/** Without a tag around all of a block, and without those around its labels: `<text>Why …?</text>`, `<b>Question:</b> Why …?` */
const unwrapped = (body: string): string =>
  body.replace(/<(b|strong)>([^<>\n]{1,40}[:：])[ \t]{0,4}<\/\1>/gi, '$2').replace(/^\s{0,40}<(\w{1,20})>([^<>]*)<\/\1>\s*$/, '$2');

/** Tells whether a text without a label is one question or task, and not a remark. */
const isWhole = (text: string): boolean => endsSentence(text) && !/^(?:\W|<\/?\w{1,12}>){0,40}not\s?suitable\b/i.test(text);

/** The questions of a numbered list; items that ask nothing are none. */
function listedQuestions(text: string): ReplyBlock[] {
  const items: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    const mark = listed.exec(line);
    if (mark !== null) items.push([line.slice(mark[0].length)]);
    else items.at(-1)?.push(line);
  }
  if (items.length === 0)
    return labelledParts(text, blockLabels).some(({ label }) => meaningOf(label) === 'question') ? blockOf(text, false) : [];
  return items.flatMap((lines) => {
    const end = lines.findIndex((line, index) => index > 0 && line.trim() === '');
    const blocks = blockOf(lines.slice(0, end < 0 ? undefined : end).join('\n'), false);
    return blocks.filter(({ question }) => isAsking.test(question));
  });
}

/** Puts the labels that a model wrote one behind the other on lines of their own. */
function ownLines(body: string): string {
  const separate = body
    // In brackets behind the question, or the tag alone.
    .replace(
      /[ \t]{0,8}[([]((?:orig_tag|level)[:：][^()[\]\n]{1,120})[)\]][ \t]{0,8}$/gim,
      (_, said: string) => `\n${said.replace(/[;,|][ \t]{0,4}(?=(?:orig_tag|level)[:：])/i, '\n')}`,
    )
    .replace(/(?<=\S)[ \t]{0,8}[<[(](original_question|newly_created)[>)\]][ \t]{0,8}$/gim, (tag, name: string, at: number, all: string) =>
      /[:：*_ \t]/.test(all[at - 1] ?? '') ? tag : `\nOrig_tag: ${name}`,
    )
    .replace(/[ \t](?=(?:\*\*)?Orig_tag[:：])/gi, '\n')
    .replace(/(?<=<(?:original_question|newly_created)>)[ \t]{1,8}(?=(?:\*\*)?Level[:：])/gi, '\n');
  return separate
    .split('\n')
    .map((line) =>
      /^[ \t>*_#-]{0,16}selected[ \t]{1,4}concept/i.test(line) ? line.replace(/[ \t](?=(?:\*\*)?Question[:：])/i, '\n') : line,
    )
    .join('\n');
}

/** Removes what a fence or emphasis around the block leaves at its end, and what a model says to the reader below the last. */
function withoutRemains(question: string): string {
  const lines = question.split('\n');
  const isFence = (line: string): boolean => /^\s{0,8}```/.test(line);
  while (lines.length > 1 && /^[ \t*_#>-]*$/.test(lines.at(-1)!)) lines.pop();
  const isEnd = isFence(lines.at(-1)!) && lines.filter(isFence).length % 2 === 1;
  const [last = '', before] = lines.toReversed();
  const kept = isEnd || (before?.trim() === '' && farewell.test(last)) ? lines.slice(0, -1) : lines;
  return kept
    .join('\n')
    .trim()
    .replace(/^\*\*([^*]+)\*\*$/, '$1')
    .replace(/^\*\*[ \t]{0,4}/, (mark) => (question.includes('**', mark.length) ? mark : ''))
    .trim();
}
