import { Reservoir } from '../../../core/quality/comparison/reservoir.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import { printLine } from '../../../core/samples/filter/line.ts';
import { storeFilter } from '../../moved-files.ts';
import type { Workspace } from '../../workspace.ts';
import { countedBy } from './counted.ts';
import type { Pause } from '../../slices.ts';
import { type ChosenSamples, maxTexts } from './sets.ts';

interface FilteredSet {
  /** As it was asked for, by which the set is called. */
  readonly asked: SampleFilter;
  /** With what is meant where nothing is said. */
  readonly meant: SampleFilter;
}

/** The samples of each of several filters; a sample may be in more than one. @param beside other sets that texts are held of */
export async function filteredSets(
  workspace: Workspace,
  filters: readonly FilteredSet[],
  { beside, seed }: { readonly beside: number; readonly seed: number },
  pause: Pause,
): Promise<ChosenSamples[]> {
  const size = Math.floor(maxTexts / (filters.length + beside));
  const sets: ChosenSamples[] = [];
  for (const [at, { asked, meant }] of filters.entries()) {
    const id = `filter ${at + 1}`;
    const ids = workspace.store.sampleIds(await storeFilter(workspace, meant));
    const drawn = new Reservoir<string>(size, seed, `held ${id}`);
    for (const each of ids) {
      drawn.add(each);
      await pause();
    }
    sets.push({ id, title: printLine(asked) || 'all samples', counted: countedBy(ids.length, meant), ids: drawn.items() });
  }
  return sets;
}
