import { datasetRow, rejectedRow, type DatasetRow } from '../../core/dataset/row.ts';
import type { Sample, SampleStatus } from '../../core/samples/sample.ts';

export interface ShardId {
  /** Position in `shardKinds`. */
  readonly kind: number;
  readonly number: number;
}

/** In place of a shard's number: the sample belongs in one and has no place yet. */
export const waiting = -1;

interface ShardKind {
  readonly status: SampleStatus;
  /** Folder below the dataset's, and what shard names begin with. */
  readonly folder: string;
  readonly prefix: string;
  readonly row: (sample: Sample) => DatasetRow;
}

/** The two sorts of shards; the position is the kind's number in the index. */
export const shardKinds: readonly ShardKind[] = [
  { status: 'accepted', folder: 'data', prefix: 'train', row: datasetRow },
  { status: 'rejected', folder: 'rejected', prefix: 'rejected', row: rejectedRow },
];
