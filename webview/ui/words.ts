import { sampleCounts } from '../../src/protocol/engine/common.ts';

export const sampleStatuses = sampleCounts.keyof().options;
export type SampleStatus = (typeof sampleStatuses)[number];

const numbers = new Intl.NumberFormat('en');

export function number(value: number): string {
  return numbers.format(value);
}

/** `counted(1, 'document')` is "1 document", `counted(2, 'document')` is "2 documents". */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share between 0 and 1 as statisticians print it: ".42", "1". */
export function share(value: number): string {
  return value >= 0.995 ? '1' : value.toFixed(2).slice(1);
}

export const statusWords: Readonly<Record<SampleStatus, string>> = {
  pending: 'to review',
  accepted: 'accepted',
  rejected: 'rejected',
  gated: 'gated',
};

interface MethodWords {
  readonly name: string;
  /** Whether its samples are texts with a title, or questions with answers. */
  readonly kind: 'questions' | 'text';
}

/** The methods that make samples; a test holds this to what they say of themselves. */
const methods: ReadonlyMap<string, MethodWords> = new Map([
  ['level1', { name: 'Level-1', kind: 'questions' }],
  ['level2', { name: 'Level-2', kind: 'questions' }],
  ['level3', { name: 'Level-3', kind: 'questions' }],
  ['rephrase', { name: 'Rephrased passage', kind: 'text' }],
  ['textbook', { name: 'Textbook passage', kind: 'text' }],
  ['persona', { name: 'Short course', kind: 'text' }],
]);

export const methodName = (method: string): string => methods.get(method)?.name ?? method;

/** What the two parts of a method's samples are called; a method of a later version makes questions, as far as is known. */
export function partNames(method: string): { readonly question: string; readonly answer: string } {
  return isText(method) ? { question: 'Title', answer: 'Text' } : { question: 'Question', answer: 'Answer' };
}

export const isText = (method: string): boolean => methods.get(method)?.kind === 'text';

/** A model as people are told of it: replies that ship with an example are not those of a model that was asked. */
export const modelName = (model: string): string => (model.startsWith('recorded/') ? 'recorded example' : model);

/** The last part of a path, for lines too narrow for the whole. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Ids are long and time-ordered: their ends tell them apart. */
export function shortId(id: string): string {
  return id.length > 8 ? id.slice(-6).toLowerCase() : id;
}
