import { isFields, type ForeignRow, type RowFormat } from '../row-format.ts';
import { contentOfTurns, readTurns } from '../turns.ts';

const columns = ['conversations', 'conversation', 'items'];

const columnOf = (row: ForeignRow): string | undefined =>
  columns.find((name) => {
    const list = row[name];
    return Array.isArray(list) && isFields(list[0]) && 'from' in list[0];
  });

/** ShareGPT's conversations of human and gpt; a system prompt may stand in a column of its own. */
export const sharegpt: RowFormat = {
  title: 'ShareGPT',
  read: (row, shape) => {
    const column = columnOf(row);
    if (column === undefined) return { reason: 'has no list of turns that say whom they are from' };
    const read = readTurns(row[column], ['from'], ['value', 'text', 'content']);
    if ('reason' in read) return read;
    const { system } = row;
    const isBeside = typeof system === 'string' && system.trim() !== '' && read.turns[0]?.role !== 'system';
    const made = contentOfTurns(isBeside ? [{ role: 'system', content: system }, ...read.turns] : read.turns, shape);
    return 'reason' in made ? made : { ...made, used: [column, ...(isBeside || system === '' ? ['system'] : [])] };
  },
};
