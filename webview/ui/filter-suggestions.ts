import {
  begunAt,
  fieldsBegun,
  filterFields,
  isNamed,
  withFieldName,
  withValue,
  wordsBegun,
  type Completed,
} from '../../src/protocol/filter.ts';
import type { HostChannel } from './host-channel.ts';
import { messageOf } from './resource.ts';
import { counted } from './words.ts';

/** One way to go on with a filter. */
export interface Suggestion {
  readonly label: string;
  /** Meaning of the suggestion, or number of samples that have it. */
  readonly detail: string;
  /** The line once it is chosen. */
  readonly completed: Completed;
}

/** Continuations of a line at the cursor, the likeliest first. */
export type Suggest = (line: string, cursor: number) => Promise<readonly Suggestion[]>;

const maxValues = 20;

/** Offers none where they cannot be told, which is announced. */
export const suggester =
  (channel: HostChannel, announce: (message: string) => void): Suggest =>
  async (line, cursor) => {
    try {
      return await suggestionsFor(channel, line, cursor);
    } catch (cause) {
      announce(messageOf(cause));
      return [];
    }
  };

/** Continuations of a filter at the cursor: fields, the words of a field, or the names that the data have. */
async function suggestionsFor(channel: HostChannel, line: string, cursor: number): Promise<readonly Suggestion[]> {
  const begun = begunAt(line, cursor);
  if (begun === null) return [];
  const { field, text } = begun;
  if (field === null) {
    return fieldsBegun(text).map((name) => ({
      label: `${name}:`,
      detail: `${filterFields[name].title}: samples ${filterFields[name].meaning}`,
      completed: withFieldName(line, begun, name),
    }));
  }
  const suggested = (value: string, detail: string): Suggestion => ({ label: value, detail, completed: withValue(line, begun, value) });
  // Values that are typed whole need no suggestion.
  const isNew = ({ label }: Suggestion): boolean => label !== text;
  if (!isNamed(field))
    return wordsBegun(field, text)
      .map((word) => suggested(word, ''))
      .filter(isNew);
  const { values } = await channel.request('samples/values', { field, text, limit: maxValues });
  return values.map(({ value, samples }) => suggested(value, counted(samples, 'sample'))).filter(isNew);
}
