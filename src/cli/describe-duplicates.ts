import type { EngineResult } from '../protocol/engine.ts';
import { describeDecided } from './describe.ts';

const share = (similarity: number): string => similarity.toFixed(2);

/** @param offset number of groups that were passed over */
export function describeDuplicates(result: EngineResult<'duplicates/list'>, offset: number): string {
  const { threshold, compared, clusters, samples, list } = result;
  const groups = list.flatMap(({ samples: members }, at) => [
    `group ${offset + at + 1}: ${members.length} samples`,
    ...members.map(
      ({ id, status, similarity, judge, label }) =>
        `  ${id}  ${status.padEnd(8)}  ${share(similarity)}  ${judge === null ? '' : `judge ${judge.toFixed(1)}  `}${label.replace(/\s+/g, ' ').slice(0, 90)}`,
    ),
  ]);
  const total = `${compared} samples compared at ${share(threshold)}: ${clusters === 0 ? 'no near-duplicates' : `${samples} in ${clusters} groups`}`;
  const shown = list.length < clusters ? [`shown are ${list.length} groups from ${offset + 1} on: --offset and --limit`] : [];
  const thin =
    clusters === 0
      ? []
      : ['to keep the best of each: loom duplicates --thin judge (longest, shortest, oldest); loom review undo takes it back'];
  return [...groups, total, ...shown, ...thin].join('\n');
}

export function describeThinned(result: EngineResult<'duplicates/thin'>): string {
  return `${result.clusters} groups of near-duplicates\n${describeDecided('rejected', result)}`;
}
