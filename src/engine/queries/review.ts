import type { NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { isAnswered, type PartTexts, withParts } from '../../core/samples/shapes/index.ts';
import { sameContent, versionId } from '../../core/samples/versions.ts';
import { UsageError } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import { requireSample } from './samples.ts';

type Decision = Extract<NewEvent, { type: 'sample.accepted' | 'sample.rejected' }>;

/**
 * @returns the samples that it changed
 * @throws UsageError when one of them does not exist, or was held back before it was answered
 */
export function accept(store: Store, samples: readonly string[]): string[] {
  return decide(store, samples, ({ id, gate, current, run }) => {
    if (gate === null || isAnswered(current.content) || store.run(run)?.options.answers === 0)
      return { type: 'sample.accepted', sample: id };
    throw new UsageError(`sample ${id} was held back before it was answered: regenerate it, or write its answer, and accept it then`);
  });
}

/**
 * @returns the samples that it changed
 * @throws UsageError when one of them does not exist
 */
export function reject(store: Store, samples: readonly string[], reason: string): string[] {
  return decide(store, samples, ({ id }) => ({ type: 'sample.rejected', sample: id, reason }));
}

/**
 * Records one decision for each sample, as one action. One that would change nothing is left out: undo would take it back,
 * and nothing would be seen of that.
 */
function decide(store: Store, samples: readonly string[], decision: (sample: Sample) => Decision): string[] {
  const decisions = [...new Set(samples)].map((id) => {
    const sample = requireSample(store, id);
    return { sample, event: decision(sample) };
  });
  const changes = decisions.flatMap(({ sample, event }) => (isSo(sample, event) ? [] : [event]));
  store.append(changes);
  return changes.map(({ sample }) => sample);
}

function isSo({ status, reason }: Sample, event: Decision): boolean {
  return event.type === 'sample.accepted' ? status === 'accepted' : status === 'rejected' && reason === event.reason;
}

/**
 * Records a sample with some of its parts changed as its next version; evidence stays with it.
 * @returns the sample, or none when nothing is changed
 * @throws UsageError when a part does not fit the sample's shape
 */
export function edit(store: Store, id: string, parts: PartTexts): string[] {
  const { current } = requireSample(store, id);
  const content = withParts(current.content, parts);
  if ('problem' in content) throw new UsageError(`sample ${id}: ${content.problem}`);
  if (sameContent(content, current.content)) return [];
  const version = versionId(id, current.id, content);
  store.append([{ type: 'sample.edited', sample: id, version, parent: current.id, content, evidence: current.evidence }]);
  return [id];
}
