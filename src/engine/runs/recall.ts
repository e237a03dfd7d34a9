import type { Sample } from '../../core/samples/sample.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { JobOrder } from './job-order.ts';
import { SampleMemory } from './sample-memory.ts';

/** So many of the latest samples are remembered: each is read from the journal. */
const remembered = 5000;

/**
 * Memory that a run's prompts steer by: what was kept when it began, and what it made itself. Whatever is decided later changes
 * nothing of that, so that a run that is resumed asks in the same words, and is answered by the replies it has paid for.
 */
export function recall({ store, settings }: Workspace, run: string, order: JobOrder): SampleMemory {
  const memory = emptyMemory(settings, run, order);
  if (memory.isIdle) return memory;
  for (const sample of store.samplesWhenBegun(run, remembered)) if (isKept(sample)) memory.add(sample);
  for (const sample of store.samplesAsMade(run)) if (isKept(sample)) memory.add(sample);
  return memory;
}

/** Memory that the prompts of a run that began now would steer by. */
export function recallNow({ store, settings }: Workspace): SampleMemory {
  const memory = emptyMemory(settings, '', new JobOrder(Infinity));
  if (memory.isIdle) return memory;
  for (const sample of latest(store)) if (isKept(sample)) memory.add(sample);
  return memory;
}

function emptyMemory({ coverage, examples }: Workspace['settings'], run: string, order: JobOrder): SampleMemory {
  return new SampleMemory({ run, steer: coverage.steer, examples: examples.accepted, order });
}

function latest(store: Store): readonly Sample[] {
  const { total } = store.samples({}, { offset: 0, limit: 0 });
  return store.samples({}, { offset: Math.max(0, total - remembered), limit: remembered }).samples;
}

const isKept = ({ status }: Sample): boolean => status === 'pending' || status === 'accepted';
