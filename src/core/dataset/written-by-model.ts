import type { Sample, SampleVersion } from '../samples/sample.ts';

/** The nearest ancestor of the current version that a model wrote; the current version itself when there is none. */
export function writtenByModel({ current, versions }: Pick<Sample, 'current' | 'versions'>): SampleVersion {
  const byId = new Map(versions.map((version) => [version.id, version]));
  let version: SampleVersion | undefined = current;
  while (version?.model === null) {
    byId.delete(version.id);
    version = byId.get(version.parent ?? '');
  }
  return version ?? current;
}
