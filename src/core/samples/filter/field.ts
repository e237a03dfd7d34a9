/** Criteria that samples can be filtered by: a field, and the kinds of value that fields have. */
import * as z from 'zod';
import { searchWords } from '../search-words.ts';

/** A value as it was read, or why it could not be, in words that can stand by themselves. */
type Read<V> = { readonly value: V } | { readonly problem: string };

type FieldKind = 'words' | 'name' | 'ids' | 'range' | 'flag' | 'text';

/** A kind of value: what a request takes, and how it is written in a line of text. */
interface Values<V, K extends FieldKind = FieldKind> {
  readonly kind: K;
  readonly schema: z.ZodType<V, V>;
  /** True where tokens of the field add up. */
  readonly isList: boolean;
  /** True where commas stand between several items, any of which is meant. */
  readonly hasCommas: boolean;
  /** Every item that can be written, or examples of them; none where the data say which there are. */
  readonly words: readonly string[];
  /** The value of one item, or of several where it is a list; never called without any, nor with an empty one. */
  read(items: readonly string[]): Read<V>;
  write(value: V): readonly string[];
}

export interface Field<V = unknown> extends Values<V> {
  readonly title: string;
  /** Statement that is true of the samples that pass, to be read after "samples". */
  readonly meaning: string;
}

/** Some of the words of a list. */
export function words<const W extends readonly [string, ...string[]]>(all: W): Values<W[number][], 'words'> {
  return {
    kind: 'words',
    schema: z.array(z.enum(all)).min(1),
    isList: true,
    hasCommas: true,
    words: all,
    read: (items) => {
      const found = items.map((item) => all.find((word: W[number]) => word === item.toLowerCase()) ?? null);
      const unknown = items[found.indexOf(null)];
      if (unknown !== undefined) return { problem: `there is no “${unknown}”: there are ${all.join(', ')}` };
      return { value: [...new Set(found.filter((word) => word !== null))] };
    },
    write: (value) => value,
  };
}

/** One name out of the data, as it stands there. */
export function name(): Values<string, 'name'> {
  return {
    kind: 'name',
    schema: z.string().min(1),
    isList: false,
    hasCommas: false,
    words: [],
    read: ([item = '']) => ({ value: item }),
    write: (value) => [value],
  };
}

/** Some of the samples themselves. */
export function ids(): Values<string[], 'ids'> {
  return {
    kind: 'ids',
    schema: z.array(z.string().min(1)).min(1),
    isList: true,
    hasCommas: true,
    words: [],
    read: (items) => ({ value: [...items] }),
    write: (value) => value,
  };
}

/** Bounds, both included; one of them may be left out. */
interface NumberRange {
  min?: number | undefined;
  max?: number | undefined;
}

const number = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

export function range(): Values<NumberRange, 'range'> {
  const schema = z
    .strictObject({ min: z.number().optional(), max: z.number().optional() })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'min or max is needed')
    .refine(({ min = -Infinity, max = Infinity }) => min <= max, 'min is above max');
  return {
    kind: 'range',
    schema,
    isList: false,
    hasCommas: false,
    words: ['>=4', '<=3', '2..3.5', '5'],
    read: ([item = '']) => {
      const bounds = boundsOf(item);
      const texts = bounds.filter((text) => text !== null);
      if (texts.length === 0 || !texts.every((text) => number.test(text)))
        return { problem: `“${item}” is no range of numbers: write >=4, <=3, 2..3.5 or 5` };
      const [min, max] = bounds;
      const value = { ...(min === null ? {} : { min: Number(min) }), ...(max === null ? {} : { max: Number(max) }) };
      const checked = schema.safeParse(value);
      return checked.success ? { value: checked.data } : { problem: `“${item}”: ${checked.error.issues[0]?.message ?? 'no range'}` };
    },
    write: ({ min, max }) => {
      if (min === max) return [String(min)];
      return [max === undefined ? `>=${min}` : min === undefined ? `<=${max}` : `${min}..${max}`];
    },
  };
}

/** Lower and upper bound as they were typed; null where there is none. */
function boundsOf(item: string): [string | null, string | null] {
  if (item.startsWith('>=')) return [item.slice(2), null];
  if (item.startsWith('<=')) return [null, item.slice(2)];
  const dots = item.indexOf('..');
  return dots < 0 ? [item, item] : [item.slice(0, dots), item.slice(dots + 2)];
}

export function flag(): Values<boolean, 'flag'> {
  return {
    kind: 'flag',
    schema: z.boolean(),
    isList: false,
    hasCommas: false,
    words: ['yes', 'no'],
    read: ([item = '']) => {
      const said = item.toLowerCase();
      return said === 'yes' || said === 'no' ? { value: said === 'yes' } : { problem: `“${item}” is neither yes nor no` };
    },
    write: (value) => [value ? 'yes' : 'no'],
  };
}

const noWord = 'holds no letter or digit: write a word that is to be looked for';
const holdsWord = (value: string): boolean => searchWords(value).length > 0;

/** Words to look for, in any order. Signs beside them are passed over; signs alone would leave all samples, so they are refused. */
export function text(): Values<string, 'text'> {
  return {
    kind: 'text',
    schema: z.string().refine(holdsWord, noWord),
    isList: true,
    hasCommas: false,
    words: [],
    read: (items) => {
      const value = items.join(' ');
      return holdsWord(value) ? { value } : { problem: `“${value}” ${noWord}` };
    },
    write: (value) => {
      const parts = value.split(/\s+/);
      return parts.join(' ') === value && !parts.includes('') ? parts : [value];
    },
  };
}
