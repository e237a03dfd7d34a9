import { optionsOfQuestion, positionOfLetter } from '../lettered.ts';
import { isFields, otherShape, saysSomething, type ForeignRow, type RowFormat } from '../row-format.ts';
import { readTurns } from '../turns.ts';

/** Prompt and ground truth, for rewards that a program gives; verl keeps the latter in `reward_model`. The answer itself is not there. */
export const verifiable: RowFormat = {
  title: 'verifiable',
  read: (row, shape) => {
    const truth = truthIn(row);
    if (truth === undefined) return { reason: 'has no ground truth' };
    const prompt = promptOf(row.prompt);
    if (typeof prompt !== 'string') return prompt;
    const used = ['prompt', truth.column];
    switch (shape ?? 'qa') {
      case 'qa':
        return { content: { shape: 'qa', question: prompt, answer: '', finalAnswer: truth.text }, used };
      case 'choice': {
        const question = optionsOfQuestion(prompt);
        const correct = positionOfLetter(truth.text.trim());
        if (question === null || correct === undefined || correct >= question.options.length)
          return { reason: 'has no options by letters of which its ground truth names one' };
        return { content: { shape: 'choice', ...question, correct, explanation: '' }, used };
      }
      default:
        return otherShape('prompts with a ground truth', shape ?? 'qa');
    }
  },
};

function truthIn(row: ForeignRow): { readonly text: string; readonly column: string } | undefined {
  const plain = saysSomething(row.ground_truth);
  if (plain !== undefined) return { text: plain, column: 'ground_truth' };
  const inside = isFields(row.reward_model) ? saysSomething(row.reward_model.ground_truth) : undefined;
  return inside === undefined ? undefined : { text: inside, column: 'reward_model' };
}

function promptOf(value: unknown): string | { readonly reason: string } {
  const plain = saysSomething(value);
  if (plain !== undefined) return plain;
  const read = readTurns(value, ['role', 'from'], ['content', 'value']);
  if ('reason' in read) return { reason: 'has no prompt' };
  const [only] = read.turns;
  return read.turns.length === 1 && only?.role === 'user'
    ? only.content
    : { reason: 'has a prompt of several turns, for which a question has no place' };
}
