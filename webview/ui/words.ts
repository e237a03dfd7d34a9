import { sampleCounts } from '../../src/protocol/engine.ts';

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

const methods = new Map([
  ['level1', 'Level-1'],
  ['level2', 'Level-2'],
  ['level3', 'Level-3'],
]);

export function methodName(method: string): string {
  return methods.get(method) ?? method;
}

/** The last part of a path, for lines too narrow for the whole. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Ids are long and time-ordered: their ends tell them apart. */
export function shortId(id: string): string {
  return id.length > 8 ? id.slice(-6).toLowerCase() : id;
}
