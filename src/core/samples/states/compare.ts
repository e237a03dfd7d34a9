/** Two states of a project's samples, compared by what is decided on each and by the ids of their texts. */
import type { SampleStatus } from '../sample.ts';

/** What the index knows of one sample, in one state of the project. */
export interface SampleState {
  readonly id: string;
  readonly status: SampleStatus;
  readonly reason: string | null;
  /** Id of the current version, which follows from its text. */
  readonly version: string;
  /** Mean score of the judge; null without one. */
  readonly judge: number | null;
}

/** Ways in which a sample differs between two states. */
export const changeKinds = ['added', 'removed', 'edited', 'redecided', 'rejudged'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ChangedSample {
  readonly sample: string;
  /** At least one, in the order of `changeKinds`. */
  readonly kinds: readonly ChangeKind[];
}

/** Number of samples that differ in each way; one may differ in several. */
export type ChangeCounts = Record<ChangeKind, number>;

/** Ways in which two states of one sample differ; scores count only where they are of the same text. */
export function changesOf(before: SampleState | undefined, after: SampleState | undefined): ChangeKind[] {
  if (before === undefined) return after === undefined ? [] : ['added'];
  if (after === undefined) return ['removed'];
  const isEdited = before.version !== after.version;
  const isRedecided = before.status !== after.status || before.reason !== after.reason;
  const isRejudged = !isEdited && before.judge !== after.judge;
  return [
    ...(isEdited ? (['edited'] as const) : []),
    ...(isRedecided ? (['redecided'] as const) : []),
    ...(isRejudged ? (['rejudged'] as const) : []),
  ];
}

/** Answers with the next states after an id, in the order of ids; none when there are no more. */
export type NextStates = (after: string) => readonly SampleState[];

/** Order of texts by their code points, as SQLite has it: code units above the surrogates stand before what surrogates are for. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);

/** Goes through two states side by side, some samples at a time; both are sorted by code points. @returns the samples that differ, by id */
export function* compareStates(before: NextStates, after: NextStates): Generator<undefined, ChangedSample[]> {
  const changed: ChangedSample[] = [];
  const [old, now] = [new Cursor(before), new Cursor(after)];
  while (old.current !== undefined || now.current !== undefined) {
    const [a, b] = [old.current, now.current];
    const order = a === undefined ? 1 : b === undefined || a.id === b.id ? (b === undefined ? -1 : 0) : byCodePoint(a.id, b.id);
    const [isOld, isNow] = [order <= 0, order >= 0];
    const kinds = changesOf(isOld ? a : undefined, isNow ? b : undefined);
    if (kinds.length > 0) changed.push({ sample: (isOld ? a : b)!.id, kinds });
    const read = [isOld && old.next(), isNow && now.next()];
    if (read.includes(true)) yield;
  }
  return changed;
}

/** Place in one state. */
class Cursor {
  readonly #next: NextStates;
  #page: readonly SampleState[];
  #at = 0;

  constructor(next: NextStates) {
    this.#next = next;
    this.#page = next('');
  }

  get current(): SampleState | undefined {
    return this.#page[this.#at];
  }

  /** @returns whether more was read for it */
  next(): boolean {
    const last = this.current;
    this.#at++;
    if (this.#at < this.#page.length || last === undefined) return false;
    this.#page = this.#next(last.id);
    this.#at = 0;
    return true;
  }
}

export function countChanges(changed: readonly ChangedSample[]): ChangeCounts {
  const counts: ChangeCounts = { added: 0, removed: 0, edited: 0, redecided: 0, rejudged: 0 };
  for (const { kinds } of changed) for (const kind of kinds) counts[kind]++;
  return counts;
}
