import type { CorpusStatistics } from '../../offline/statistics.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { Offline } from '../models/builtin.ts';
import { Derived } from './derived.ts';

/**
 * Statistics behind the offline model's key phrases. Counted in place, file by file: whoever asked for another corpus, a run that
 * began before a file was saved, asks for it again whenever it needs it.
 */
export function corpusStatistics(): Derived<[corpus: CorpusState, offline: Offline], CorpusStatistics> {
  return new Derived(([corpus, { statisticsOf, countable }], before) => {
    if (before === undefined) return statisticsOf(corpus.passages);
    const { value: statistics } = before;
    for (const { before: was, now } of corpus.differences(before.sources[0])) {
      const { file } = (now ?? was)!;
      for (const passage of before.sources[0].ownOf(file)) statistics.remove(countable(passage));
      for (const passage of corpus.ownOf(file)) statistics.add(countable(passage));
    }
    return statistics;
  });
}
