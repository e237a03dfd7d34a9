import { Measurement } from '../core/quality/cluster-agent/measurement.ts';
import { pauses } from './slices.ts';
import type { Store } from './storage/store.ts';

/** Events read at once: a round has the names of all its samples. */
const atOnce = 50;

/** What a run has measured so far; read in slices, between which others have their turn. */
export async function readMeasurement(store: Store, run: string, signal?: AbortSignal): Promise<Measurement> {
  const measurement = new Measurement();
  const pause = pauses(signal);
  const ids = store.measuredIds(run);
  for (let start = 0; start < ids.length; start += atOnce) {
    for (const event of store.measured(ids.slice(start, start + atOnce))) measurement.add(event);
    await pause();
  }
  return measurement;
}
