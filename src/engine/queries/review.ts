import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Content } from '../../core/samples/sample.ts';
import type { Store } from '../storage/store.ts';
import { requireSample } from './samples.ts';

/** Records one decision for each sample, as one action. @throws UsageError when one of them does not exist. */
export function decide(store: Store, samples: readonly string[], decision: (sample: string) => NewEvent): string[] {
  const ids = [...new Set(samples)];
  for (const id of ids) requireSample(store, id);
  store.append(ids.map(decision));
  return ids;
}

/** Records an edited text as the sample's next version; evidence stays with it. */
export function edit(store: Store, id: string, content: Content): string[] {
  const { current, versions } = requireSample(store, id);
  const version = shortHash(`${id}/${versions.length}`);
  store.append([{ type: 'sample.edited', sample: id, version, parent: current.id, content, evidence: current.evidence }]);
  return [id];
}
