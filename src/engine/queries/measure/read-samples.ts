import type { Sample } from '../../../core/samples/sample.ts';
import type { Pause } from '../../slices.ts';
import type { Store } from '../../storage/store.ts';

/** Samples that are read in one turn. */
const turn = 50;

/**
 * Reads samples by their ids, some at a time, so that however many there are, few are held.
 * @param visit told each sample and its place in the list; those that are gone meanwhile are passed over
 */
export async function readSamples(
  store: Store,
  ids: readonly string[],
  visit: (sample: Sample, place: number) => void,
  pause: Pause,
): Promise<void> {
  for (let start = 0; start < ids.length; start += turn) {
    const some = ids.slice(start, start + turn);
    const places = new Map(some.map((id, at) => [id, start + at]));
    for (const sample of store.samples({ id: some }, { offset: 0, limit: some.length }).samples) visit(sample, places.get(sample.id)!);
    await pause();
  }
}
