/** Named states of the project: taking, listing, comparing and bringing them back. */
import * as z from 'zod';
import { sampleStatuses } from '../../core/samples/sample.ts';
import { changeKinds } from '../../core/samples/states/compare.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count, none, sampleCounts } from './common.ts';
import { decided } from './samples.ts';

/** Name of the present state, wherever a state is named. */
export const presentState = 'now';

/** A snapshot's name or id, or `now`. */
const state = z.string().min(1).max(200);

const listedSnapshot = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string().nullable(),
  at: z.string(),
  by: z.string(),
  /** Samples of each status, as they were counted when it was taken. */
  samples: sampleCounts,
});

/** What was decided on a sample in a state. */
const side = z.object({
  status: z.enum(sampleStatuses),
  reason: z.string().nullable(),
  /** Person who decided, and when; null while nobody has. */
  by: z.string().nullable(),
  at: z.string().nullable(),
  judge: z.number().nullable(),
});

/** A part whose text differs; null where that state has no such part. */
const changedPart = z.object({ name: z.string(), label: z.string(), before: z.string().nullable(), after: z.string().nullable() });

const change = z.object({
  sample: z.string(),
  kinds: z.array(z.enum(changeKinds)),
  label: z.string(),
  methodTitle: z.string(),
  /** Null in the state that lacks the sample. */
  before: side.nullable(),
  after: side.nullable(),
  /** Of an edited sample those that differ, of one that was added or removed all. */
  parts: z.array(changedPart),
});

const changeCounts = z.object({ added: count, removed: count, edited: count, redecided: count, rejudged: count });

export const snapshotRequests = {
  /** Names the present state. Waits for what is being decided. */
  'snapshots/take': {
    params: parameters({ name: z.string(), note: z.string().max(1000).optional() }),
    result: z.object({ snapshot: listedSnapshot, revision: count }),
    ...writes,
    callers: ['panel', 'extension', 'cli'],
  },
  /** The newest first. */
  'snapshots/list': {
    params: none,
    result: z.object({ snapshots: z.array(listedSnapshot) }),
    ...looks,
    callers: ['panel', 'extension', 'cli'],
  },
  /** Frees a snapshot's name; nothing that it named is lost. */
  'snapshots/drop': {
    params: parameters({ snapshot: state }),
    result: z.object({ name: z.string(), revision: count }),
    ...writes,
    callers: ['panel', 'cli'],
  },
  /** What differs from one state to another, in the order of ids; `kinds`: only samples that differ in one of these ways. */
  'snapshots/compare': {
    params: parameters({
      from: state,
      to: state.default(presentState),
      kinds: z.array(z.enum(changeKinds)).min(1).optional(),
      offset: count.default(0),
      limit: z.int().nonnegative().max(500).default(50),
    }),
    result: z.object({
      from: z.string(),
      to: z.string(),
      /** Of all samples that differ; one that differs in two ways is in both numbers. */
      counts: changeCounts,
      /** Samples that differ, and those of them that differ in the ways asked for. */
      differing: count,
      total: count,
      changes: z.array(change),
    }),
    ...looks,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
  /**
   * Brings texts and decisions back to what they were, as one action; samples made since go back to pending. The present state is
   * taken as a snapshot before. Cancelled or killed, it keeps what it has brought back, and the same request does the rest.
   */
  'snapshots/restore': {
    params: parameters({ snapshot: state }),
    result: decided.extend({
      name: z.string(),
      /** Snapshot of the state before; null where nothing was to be brought back. */
      before: listedSnapshot.nullable(),
      /** Samples made since that were decided on, and are pending again. */
      madeSince: count,
    }),
    ...writes,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
