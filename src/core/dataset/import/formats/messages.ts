import { isFields, type ForeignRow, type RowFormat } from '../row-format.ts';
import { contentOfTurns, readTurns } from '../turns.ts';

const columns = ['messages', 'conversations', 'conversation'];

/** The column that holds turns with roles, if any. */
const columnOf = (row: ForeignRow): string | undefined =>
  columns.find((name) => {
    const list = row[name];
    return Array.isArray(list) && isFields(list[0]) && 'role' in list[0];
  });

/** Chat messages of role and content, as OpenAI's fine-tuning and most trainers have them. */
export const messages: RowFormat = {
  title: 'messages',
  read: (row, shape) => {
    const column = columnOf(row);
    if (column === undefined) return { reason: 'has no list of messages with roles' };
    const read = readTurns(row[column], ['role'], ['content']);
    if ('reason' in read) return read;
    const made = contentOfTurns(read.turns, shape);
    return 'reason' in made ? made : { ...made, used: [column] };
  },
};
