import { cleanLabel } from '../concepts/normalise.ts';
import { ReplyError } from './reply-error.ts';

export interface ParsedQuestion {
  readonly concepts: readonly string[];
  readonly question: string;
}

const opening = /<\s*Q\s*(\d+)\s*>/gi;
/** Where a model writes `**Q1**` or `### Question 1` for `<Q1>`. */
const heading = /^[\s>*_#-]*Q(?:uestion)?[ \t]*(\d+)[\s*_.:)\]]*$/gim;
/** What some models add below a question, though nothing was asked for; it would give the question away. */
const addition = /^[\s>*_#-]*(?:final answer|answer|solution|hint|explanation|reasoning|rationale|difficulty|options)[\s*_]*:/im;
const selected = /^[\s>*_#-]*selected\s+concepts?[\s*_]*:[*_]*(.*)$/im;
const asked = /^[\s>*_#-]*question(?:\s*\d+)?[\s*_]*:[*_]*/im;

/** What a model answers, word for word, when nothing can be asked from what it was given (SynthLLM, Level-1). */
export const unsuitable = 'NOT SUITABLE for creating questions.';

/**
 * Reads the `<Q1> Selected Concepts: … Question: … </Q1>` blocks of Level-2 and Level-3 (SynthLLM §3.3). Lenient:
 * prose around, headings for tags, missing closing tags, emphasis, code fences, any numbering, answers below; at most
 * `most` questions, and none when the reply says that nothing suits.
 * @throws ReplyError when no block holds a question.
 */
export function parseQuestions(reply: string, most: number): ParsedQuestion[] {
  const tags = [...reply.matchAll(opening)];
  const blocks = (tags.length > 0 ? tags : [...reply.matchAll(heading)]).map((match, index, all) => {
    const body = reply.slice(match.index + match[0].length, all[index + 1]?.index);
    return body.split(/<\s*\/\s*Q\s*\d*\s*>/i)[0] ?? '';
  });
  const questions = blocks.flatMap((block) => {
    const start = asked.exec(block);
    if (start === null) return [];
    const question = block
      .slice(start.index + start[0].length)
      .split(addition)[0]!
      .replace(/\n\s*```\s*$/, '')
      .trim();
    return question === '' ? [] : [{ concepts: conceptList(selected.exec(block)?.[1] ?? ''), question }];
  });
  if (questions.length === 0 && /^\W*NOT SUITABLE\b/i.test(reply)) return [];
  if (questions.length === 0) throw new ReplyError('question in a <Q1> … </Q1> block', reply);
  return questions.slice(0, most);
}

/** Writes questions the way `parseQuestions` reads them. */
export function formatQuestions(questions: readonly ParsedQuestion[]): string {
  return questions
    .map(
      ({ concepts, question }, index) =>
        `<Q${index + 1}>\nSelected Concepts: ${concepts.join(', ')}\nQuestion: ${question}\n</Q${index + 1}>`,
    )
    .join('\n');
}

function conceptList(text: string): string[] {
  const names = text.split(/[,;|]/).map(cleanLabel);
  return [...new Set(names.filter((name) => name !== ''))];
}
