/** Words of the journal that this version gives a meaning to. Another version may have written others: who reads one says what an unknown one means there. */
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { BatchKind } from '../../core/samples/events.ts';
import { type RunKindName, runKindNames } from '../../core/samples/run-kinds.ts';
import type { ListedRun } from '../../protocol/results.ts';

const oneOf =
  <Word extends string>(known: Readonly<Record<Word, true>>) =>
  (word: string): word is Word =>
    Object.hasOwn(known, word);

export const isRunKind = (word: string): word is RunKindName => runKindNames.some((name) => name === word);

export const isBatchKind = oneOf<BatchKind>({ openai: true, files: true });

/** Outcomes that a run can have ended with. */
export const isOutcome = oneOf<Exclude<ListedRun['outcome'], 'running' | 'interrupted'>>({
  done: true,
  paused: true,
  stopped: true,
  cancelled: true,
  failed: true,
});

/** Causes that stop a run, in the journal's words: its budget, or a batch that somebody else has to answer first. */
export const stops: ReadonlyMap<string, NonNullable<ListedRun['stoppedBy']>> = new Map([
  ['cap', 'budget'],
  ['batch', 'batch'],
]);

export const isRole = oneOf<ChatMessage['role']>({ system: true, user: true, assistant: true });
