/** Kinds of reasons that what a run tried is not among what it kept, and what to do about each. */

/** Kinds of what a job can fail of. An entry more makes the compiler ask for its advice, and for the errors that are of it. */
const failureKinds = [
  'form',
  'repeating',
  'truncated',
  'gates',
  'filtered',
  'context',
  'refused',
  'unanswered',
  'changed',
  'other',
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** Failure of a job, as the journal has it. */
export interface JobFailure {
  readonly kind: FailureKind;
  readonly reason: string;
}

interface Advice {
  /** Predicate of “13 of 17 …”. */
  readonly what: string;
  /** What to do about it; null where the reason itself says it. */
  readonly todo: string | null;
}

const ofFailures: Readonly<Record<FailureKind, Advice>> = {
  form: {
    what: 'did not keep the form of their reply',
    todo: 'choose a larger model, or an endpoint that takes JSON schemas, to which most methods hold their replies',
  },
  repeating: { what: 'repeated themselves', todo: 'choose a larger model' },
  truncated: {
    what: 'did not come to their end',
    todo: 'choose a larger model, or one that thinks less; a profile’s maxReplyTokens limits replies too',
  },
  gates: { what: 'would not have passed the gates', todo: 'say what should be different, or choose a larger model' },
  filtered: { what: 'were withheld by a content filter', todo: 'choose another model, or leave these documents out' },
  context: { what: 'had a longer prompt than the model takes', todo: 'use smaller passages, or a model with a larger context' },
  refused: { what: 'were not taken by the server', todo: null },
  unanswered: { what: 'were not answered', todo: 'look whether the server runs, and try them again (loom runs retry --failed)' },
  changed: { what: 'refer to passages that have changed', todo: 'generate new samples from the changed files' },
  other: { what: 'failed', todo: null },
};

/** By the gate’s id; of one that another version has, only its name is known. */
const ofGates: Readonly<Record<string, string>> = {
  judge: 'look at what the judge says of them; gates.judge in the settings is what they have to reach',
  'exact-duplicate': 'ask for fewer, or add documents',
  meaning: 'look at some beside their twins: where they differ in sense, raise gates.meaning in the settings',
  'self-contained': 'choose a larger model, or say in the prompt’s template that samples stand alone',
};
const ofNonSamples = 'choose a larger model; they can be looked at, and let in by hand';

/** What was not kept, as it is counted. */
export interface DropCount {
  /** `failed`, `gated` or `skipped`. */
  readonly by: 'failed' | 'gated' | 'skipped';
  /** The kind of a failure, or the gate’s id; null where a journal does not say, and for what was skipped. */
  readonly kind: string | null;
  /** In full, the latest one of its kind. */
  readonly reason: string;
  readonly count: number;
}

const isFailureKind = (kind: string | null): kind is FailureKind => failureKinds.some((each) => each === kind);

export function adviceOn({ by, kind }: Pick<DropCount, 'by' | 'kind'>): Advice {
  if (by === 'gated') return { what: `were held back by the gate ${kind ?? ''}`, todo: ofGates[kind ?? ''] ?? ofNonSamples };
  if (by === 'skipped') return { what: 'gave nothing', todo: 'add documents, or choose another model' };
  return ofFailures[isFailureKind(kind) ? kind : 'other'];
}

const maxReason = 240;

/** What most of what was dropped was dropped for, of all that was tried, and what to do about it; null where nothing was. */
export function commonestDrop(dropped: readonly DropCount[], tried: number): string | null {
  const [most] = dropped;
  if (most === undefined) return null;
  const { what, todo } = adviceOn(most);
  const reason = most.reason.length > maxReason ? `${most.reason.slice(0, maxReason - 1).trimEnd()}…` : most.reason;
  const why = most.by === 'gated' ? '' : `: ${reason.replace(/[.\s]+$/, '')}`;
  return `${most.count} of ${Math.max(tried, most.count)} ${what}${why}${todo === null ? '' : `. What to do: ${todo}`}`;
}
