import type { DuplicateWay } from '../core/quality/near-duplicates/ways.ts';
import type { EngineResult } from '../protocol/engine.ts';
import type { DuplicatesByMeaning } from '../protocol/results.ts';
import { describeDecided } from './describe.ts';

const share = (similarity: number): string => similarity.toFixed(2);
const numbered = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/** @param offset number of groups that were passed over */
export function describeDuplicates(result: EngineResult<'duplicates/list'>, offset: number): string {
  const { threshold, compared, clusters, samples, list, meaning } = result;
  if (meaning !== null && compared === 0 && meaning.missing > 0) return nothingCompared(meaning);
  const groups = list.flatMap(({ samples: members }, at) => [
    `group ${offset + at + 1}: ${members.length} samples`,
    ...members.map(
      ({ id, status, similarity, judge, label }) =>
        `  ${id}  ${status.padEnd(8)}  ${share(similarity)}  ${judge === null ? '' : `judge ${judge.toFixed(1)}  `}${label.replace(/\s+/g, ' ').slice(0, 90)}`,
    ),
  ]);
  const found = clusters === 0 ? '' : `${samples} in ${numbered(clusters, 'group')}`;
  const total =
    meaning === null
      ? `${compared} samples compared at ${share(threshold)}: ${found || 'no near-duplicates'}`
      : `${numbered(compared, 'sample')} compared by meaning, from a cosine of ${share(threshold)} on (${share(meaning.suggested)} suits these samples): ${found || 'none say the same'}`;
  const shown = list.length < clusters ? [`shown are ${list.length} groups from ${offset + 1} on: --offset and --limit`] : [];
  const thin =
    clusters === 0
      ? []
      : [
          `to keep the best of each: loom duplicates${meaning === null ? '' : ' --by meaning'} --thin judge (longest, shortest, oldest); loom review undo takes it back`,
        ];
  return [...groups, total, ...shown, ...(meaning === null ? [] : toldOf(meaning, clusters)), ...thin].join('\n');
}

function nothingCompared({ model }: DuplicatesByMeaning): string {
  const how =
    model === null
      ? 'loom embed --all --embedding-model <id> embeds them with one that embeds'
      : `loom embed --all embeds them with ${model}`;
  return `no samples have an embedding, and nothing was compared: ${how}`;
}

/** What is to be known of pairs by meaning, and how near the nearest neighbours of all are. */
function toldOf({ missing, otherNumbers, leftOut, nearest }: DuplicatesByMeaning, clusters: number): string[] {
  const most = nearest.reduce((so, { texts }) => Math.max(so, texts), 1);
  return [
    ...(clusters > 0 ? ['look at each: what says the opposite in nearly the same words is near, too'] : []),
    ...(otherNumbers > 0
      ? [
          `${numbered(otherNumbers, 'pair puts', 'pairs put')} one problem with other numbers, and ${otherNumbers === 1 ? 'is' : 'are'} left out`,
        ]
      : []),
    ...(leftOut > 0 ? [`${numbered(leftOut, 'pair was', 'pairs were')} not looked at: choose a higher --threshold`] : []),
    ...(missing > 0 ? [`${numbered(missing, 'sample has', 'samples have')} no embedding (loom embed)`] : []),
    ...(nearest.length > 0 ? ['samples by the cosine of their nearest neighbour:'] : []),
    ...nearest.map(({ from, texts }) => `${share(from)} │${'█'.repeat(Math.ceil((30 * texts) / most))} ${texts}`),
  ];
}

export function describeThinned(result: EngineResult<'duplicates/thin'>, by: DuplicateWay): string {
  const of = by === 'words' ? 'near-duplicates' : 'samples that say the same in other words';
  return `${numbered(result.clusters, 'group')} of ${of}\n${describeDecided('rejected', result)}`;
}
