import type { SampleFilter } from '../../src/protocol/results.ts';
import type { HostChannel } from '../ui/host-channel.ts';

/** Samples that a page of leaks has at most, as the contract has it. */
const page = 1000;

/** Ids of all samples that leaked, and not only of those that are shown. */
export async function leakedIds(channel: HostChannel, filter: SampleFilter): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const { samples, leaked } = await channel.request('quality/leakage', { filter, offset: ids.length, limit: page });
    // Those of which most leaked come first.
    const found = samples.filter(({ verdict }) => verdict === 'leaked').map(({ sample }) => sample);
    for (const id of found) ids.push(id);
    if (ids.length >= leaked || found.length < page) return ids;
  }
}
