import type { Message } from '../../../samples/shapes/shape.ts';
import { otherShape, saysSomething, type RowFormat } from '../row-format.ts';
import { readTurns } from '../turns.ts';

/** A prompt and two answers as TRL has them: plain, or as conversations, whose prompt may stand before both answers instead. */
export const preference: RowFormat = {
  title: 'preference pairs',
  read: (row, shape) => {
    if (shape !== undefined && shape !== 'preference') return otherShape('preference pairs', shape);
    const [chosen, rejected] = [answerIn(row.chosen), answerIn(row.rejected)];
    if (chosen === undefined || rejected === undefined) return { reason: 'has no chosen and rejected answer' };
    const given = promptIn(row.prompt);
    if (given === several || (given === undefined && (chosen.before.length > 1 || rejected.before.length > 1))) return severalTurns;
    const shared = chosen.before[0]?.content === rejected.before[0]?.content ? chosen.before[0]?.content : undefined;
    const prompt = given ?? shared;
    if (prompt === undefined) return { reason: 'has no prompt that both answers are to' };
    if ([chosen, rejected].some(({ before }) => before.length > 1 || (before[0] !== undefined && before[0].content !== prompt)))
      return severalTurns;
    return {
      content: { shape: 'preference', prompt, chosen: chosen.text, rejected: rejected.text },
      used: ['prompt', 'chosen', 'rejected'],
    };
  },
};

/** Stands for a prompt that is more than one turn of the user's. */
const several = Symbol('several turns');

const severalTurns = { reason: 'has a prompt of several turns, for which a preference pair has no place' };

/** The answer of one side, and what stands before it. */
function answerIn(value: unknown): { readonly text: string; readonly before: readonly Message[] } | undefined {
  const plain = saysSomething(value);
  if (plain !== undefined) return { text: plain, before: [] };
  const read = readTurns(value, ['role', 'from'], ['content', 'value']);
  if ('reason' in read) return undefined;
  const last = read.turns.at(-1);
  return last?.role === 'assistant' ? { text: last.content, before: read.turns.slice(0, -1) } : undefined;
}

function promptIn(value: unknown): string | typeof several | undefined {
  const plain = saysSomething(value);
  if (plain !== undefined) return plain;
  const read = readTurns(value, ['role', 'from'], ['content', 'value']);
  if ('reason' in read) return undefined;
  const [only] = read.turns;
  return read.turns.length === 1 && only?.role === 'user' ? only.content : several;
}
