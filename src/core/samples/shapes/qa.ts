import * as z from 'zod';
import { finalAnswerAfter } from '../../methods/final-answer.ts';
import { assistant, conversationEncoders, user } from './messages.ts';
import { type Encoded, hasNone, type Shape } from './shape.ts';

const schema = z.object({
  shape: z.literal('qa'),
  question: z.string(),
  /** '' for a question that nobody has answered. */
  answer: z.string(),
  /** Final result of the answer, in a form that a program can compare. */
  finalAnswer: z.string().optional(),
});

export type QuestionAndAnswer = z.infer<typeof schema>;

const unanswered = 'without an answer';

const lacksAnswer = ({ answer }: QuestionAndAnswer): string | null => (answer.trim() === '' ? unanswered : null);

function verifiable({ question, finalAnswer }: QuestionAndAnswer): Encoded {
  if (finalAnswer === undefined) return { leftOut: 'without a final answer that a program can check' };
  return { row: { prompt: [user(question)], ground_truth: finalAnswer } };
}

const withFinalAnswer = ({ shape, question, answer }: QuestionAndAnswer, finalAnswer: string | undefined): QuestionAndAnswer =>
  finalAnswer === undefined ? { shape, question, answer } : { shape, question, answer, finalAnswer };

/** A question and its answer. */
export const qa: Shape<QuestionAndAnswer> = {
  title: 'Question and answer',
  noun: 'question',
  schema,
  label: ({ question }) => question,
  asks: ({ question }) => question,
  tells: ({ answer }) => answer,
  compared: ({ question }) => question,
  prompt: ({ question }) => [user(question)],
  response: ({ answer }) => (answer.trim() === '' ? null : answer),
  parts: ({ question, answer, finalAnswer }) => [
    { name: 'question', label: 'Question', text: question },
    { name: 'answer', label: 'Answer', text: answer },
    { name: 'finalAnswer', label: 'Final answer', text: finalAnswer ?? '', optional: true, form: 'line' },
  ],
  withParts: (_, textOf) => {
    const finalAnswer = textOf('finalAnswer').trim();
    return withFinalAnswer({ shape: 'qa', question: textOf('question'), answer: textOf('answer') }, finalAnswer || undefined);
  },
  // Else a trainer would reward what the answer no longer comes to.
  afterEdit: (before, edited, isSet) =>
    isSet('finalAnswer') ? edited : withFinalAnswer(edited, finalAnswerAfter(before.finalAnswer, before.answer, edited.answer)),
  columns: ({ question, answer, finalAnswer }) => ({ question, answer, final_answer: finalAnswer ?? null }),
  fromColumns: ({ question, answer, final_answer: finalAnswer }) => ({
    ...{ shape: 'qa', question, answer },
    ...(finalAnswer === null || finalAnswer === undefined ? {} : { finalAnswer }),
  }),
  encoders: {
    ...conversationEncoders(({ question, answer }) => [user(question), assistant(answer)], lacksAnswer),
    text: ({ question, answer }) => ({ row: { text: answer === '' ? question : `${question}\n\n${answer}` } }),
    preference: hasNone('no other answer to the same prompt was edited, regenerated or rejected'),
    verifiable,
  },
};
