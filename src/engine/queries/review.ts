import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Content, Sample } from '../../core/samples/sample.ts';
import { UsageError } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import { requireSample } from './samples.ts';

/** @throws UsageError when one of them does not exist, or was held back before it was answered. */
export function accept(store: Store, samples: readonly string[]): string[] {
  return decide(store, samples, ({ id, gate, current, run }) => {
    if (gate === null || current.content.answer !== '' || store.run(run)?.options.answers === 0)
      return { type: 'sample.accepted', sample: id };
    throw new UsageError(`sample ${id} was held back before it was answered: regenerate it, or write its answer, and accept it then`);
  });
}

/** @throws UsageError when one of them does not exist. */
export function reject(store: Store, samples: readonly string[], reason: string): string[] {
  return decide(store, samples, ({ id }) => ({ type: 'sample.rejected', sample: id, reason }));
}

/** Records one decision for each sample, as one action. */
function decide(store: Store, samples: readonly string[], decision: (sample: Sample) => NewEvent): string[] {
  const ids = [...new Set(samples)];
  store.append(ids.map((id) => decision(requireSample(store, id))));
  return ids;
}

/** Records an edited text as the sample's next version; evidence stays with it. */
export function edit(store: Store, id: string, content: Content): string[] {
  const { current, versions } = requireSample(store, id);
  const version = shortHash(`${id}/${versions.length}`);
  store.append([{ type: 'sample.edited', sample: id, version, parent: current.id, content, evidence: current.evidence }]);
  return [id];
}
