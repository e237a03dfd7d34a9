import { sampleCounts } from '../../src/protocol/engine/common.ts';
import type { SampleStatus } from '../../src/protocol/results.ts';

export const sampleStatuses = sampleCounts.keyof().options;

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
