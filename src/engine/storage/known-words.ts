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

export const isStop = oneOf<NonNullable<ListedRun['stoppedBy']>>({ cap: true, batch: true });

export const isRole = oneOf<ChatMessage['role']>({ system: true, user: true, assistant: true });
