import type { Message } from '../../../samples/shapes/shape.ts';
import { saidBy, saysSomething, type RowFormat } from '../row-format.ts';
import { contentOfTurns } from '../turns.ts';

const used = ['instruction', 'input', 'output', 'system', 'history'];

/** Stanford Alpaca's instruction, input and output, with LLaMA-Factory's `system` and `history`. */
export const alpaca: RowFormat = {
  title: 'Alpaca',
  read: (row, shape) => {
    const instruction = saidBy(row.instruction);
    if (instruction === undefined) return { reason: 'has no instruction' };
    const output = saysSomething(row.output);
    if (output === undefined) return { reason: 'has no output' };
    const input = saysSomething(row.input);
    const asked = input === undefined ? instruction : `${instruction}\n\n${input}`;
    if (asked.trim() === '') return { reason: 'has an instruction that says nothing' };
    const before = historyOf(row.history);
    if (before === undefined) return { reason: 'has a history that is no list of exchanges' };
    const system = saysSomething(row.system);
    const made = contentOfTurns(
      [
        ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
        ...before,
        ...([
          { role: 'user', content: asked },
          { role: 'assistant', content: output },
        ] as const),
      ],
      shape,
    );
    return 'reason' in made ? made : { ...made, used };
  },
};

/** Pairs of what was asked and answered before; none where there is no history. */
function historyOf(history: unknown): Message[] | undefined {
  if (history === undefined || history === null || history === '') return [];
  if (!Array.isArray(history)) return undefined;
  const turns: Message[] = [];
  for (const pair of history as unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [asked, told] = [saidBy(pair[0]), saidBy(pair[1])];
    if (asked === undefined || told === undefined) return undefined;
    turns.push({ role: 'user', content: asked }, { role: 'assistant', content: told });
  }
  return turns;
}
