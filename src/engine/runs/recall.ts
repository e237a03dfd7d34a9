import type { SampleMethod } from '../../core/methods/method.ts';
import type { Workspace } from '../workspace.ts';
import { SampleMemory } from './sample-memory.ts';

/** So many of the latest samples are remembered: each is read from the journal. */
const remembered = 5000;

/** What was kept lately, for a run's prompts to steer by; of the run itself too, where it is resumed. */
export function recall({ store, settings }: Workspace, run: string, { source }: SampleMethod): SampleMemory {
  const { steer, order } = settings.coverage;
  const examples = settings.examples.accepted;
  const memory = new SampleMemory({ run, steer, examples, isInOrder: source === 'passage' || order === 'walk' });
  if (!steer && examples === 0) return memory;
  const filter = { status: ['pending' as const, 'accepted' as const] };
  const { total } = store.samples(filter, { offset: 0, limit: 0 });
  const latest = { offset: Math.max(0, total - remembered), limit: remembered };
  for (const sample of store.samples(filter, latest).samples) memory.add(sample);
  return memory;
}
