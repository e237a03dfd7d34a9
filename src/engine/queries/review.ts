import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Content, Sample } from '../../core/samples/sample.ts';
import type { Store } from '../storage/store.ts';
import { requireSample } from './samples.ts';

type Decision = Extract<NewEvent, { type: 'sample.accepted' | 'sample.rejected' }>;

/**
 * Records one decision for each sample, as one action. One that would change nothing is left out: undo would take it back,
 * and nothing would be seen of that.
 * @returns the samples that it changed
 * @throws UsageError when one of them does not exist
 */
export function decide(store: Store, samples: readonly string[], decision: (sample: string) => Decision): string[] {
  const decisions = [...new Set(samples)].map((id) => ({ sample: requireSample(store, id), event: decision(id) }));
  const changes = decisions.flatMap(({ sample, event }) => (isSo(sample, event) ? [] : [event]));
  store.append(changes);
  return changes.map(({ sample }) => sample);
}

function isSo({ status, reason }: Sample, event: Decision): boolean {
  return event.type === 'sample.accepted' ? status === 'accepted' : status === 'rejected' && reason === event.reason;
}

/** Records an edited text as the sample's next version; evidence stays with it. */
export function edit(store: Store, id: string, content: Content): string[] {
  const { current, versions } = requireSample(store, id);
  const version = shortHash(`${id}/${versions.length}`);
  store.append([{ type: 'sample.edited', sample: id, version, parent: current.id, content, evidence: current.evidence }]);
  return [id];
}
