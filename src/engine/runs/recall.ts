import type { SampleMethod } from '../../core/methods/method.ts';
import type { Sample } from '../../core/samples/sample.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { SampleMemory } from './sample-memory.ts';

/** So many of the latest samples are remembered: each is read from the journal. */
const remembered = 5000;

interface Recalling {
  readonly run: string;
  /** A batch begins all its jobs before the first is recorded: they can learn nothing from each other. */
  readonly isBatch: boolean;
}

/**
 * What a run's prompts steer by: what was kept when it began, and what it made itself. Whatever is decided later changes
 * nothing of that, so that a run that is resumed asks in the same words, and is answered by the replies it has paid for.
 */
export function recall({ store, settings }: Workspace, { run, isBatch }: Recalling, method: SampleMethod): SampleMemory {
  const memory = emptyMemory(settings, method, run, isBatch);
  if (memory.isIdle) return memory;
  for (const sample of store.samplesWhenBegun(run, remembered)) if (isKept(sample)) memory.add(sample);
  for (const sample of store.samplesAsMade(run)) if (isKept(sample)) memory.add(sample);
  return memory;
}

/** What the prompts of a run that began now would steer by. */
export function recallNow({ store, settings }: Workspace, method: SampleMethod): SampleMemory {
  const memory = emptyMemory(settings, method, '', false);
  if (memory.isIdle) return memory;
  for (const sample of latest(store)) if (isKept(sample)) memory.add(sample);
  return memory;
}

function emptyMemory({ coverage, examples }: Workspace['settings'], { source }: SampleMethod, run: string, isBatch: boolean): SampleMemory {
  const isInOrder = !isBatch && (source === 'passage' || coverage.order === 'walk');
  return new SampleMemory({ run, steer: coverage.steer, examples: examples.accepted, isInOrder });
}

function latest(store: Store): readonly Sample[] {
  const { total } = store.samples({}, { offset: 0, limit: 0 });
  return store.samples({}, { offset: Math.max(0, total - remembered), limit: remembered }).samples;
}

const isKept = ({ status }: Sample): boolean => status === 'pending' || status === 'accepted';
