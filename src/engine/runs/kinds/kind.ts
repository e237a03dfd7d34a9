/** The parts that a kind of run consists of. Starting, resuming, retrying, cancelling, batching and estimating are the runner's. */
import type { ChatMessage } from '../../../core/prompts/chat.ts';
import type { RunKindName } from '../../../core/samples/run-kinds.ts';
import type { EngineArguments, EngineResult } from '../../../protocol/engine.ts';
import type { RunPlan } from '../../storage/store.ts';
import type { Workspace } from '../../workspace.ts';
import type { BegunRun, Ended, Plan, Running } from '../run.ts';
import type { RunResult } from '../../../protocol/results.ts';

/** The request that starts a run of each kind. */
interface RequestOf {
  readonly extract: 'extract';
  readonly generate: 'generate';
  readonly regenerate: 'review/regenerate';
  readonly judge: 'samples/judge';
  readonly rate: 'rate';
  readonly personas: 'personas/generate';
  readonly diversity: 'diversity/measure';
  readonly embed: 'samples/embed';
}

export type Query<K extends RunKindName> = EngineArguments<RequestOf[K]>;

/** Results of a kind's request beside those of every run. */
interface OwnResults {
  readonly extract: Omit<EngineResult<'extract'>, keyof RunResult>;
  readonly generate: object;
  readonly regenerate: Pick<EngineResult<'review/regenerate'>, 'changed' | 'failures'>;
  readonly judge: object;
  readonly rate: object;
  readonly personas: Pick<EngineResult<'personas/generate'>, 'personas' | 'file'>;
  readonly diversity: Pick<EngineResult<'diversity/measure'>, 'measurement'>;
  readonly embed: object;
}

/** Goal that a run sets out for, without how it asks and what it may spend. */
export type Goal = Omit<Plan, 'budget' | 'batch'>;

/** Calls that are alike. */
export interface Calls {
  readonly model: string;
  readonly calls: number;
  /** Some of their prompts; the others are taken to be as long on average. */
  readonly prompts: readonly (readonly ChatMessage[])[];
  /** Tokens of one reply, on average. */
  readonly reply: number;
}

/** Texts to be embedded, at once in whatever way else is asked, and in no time that would count. */
export interface ExpectedEmbedding {
  readonly model: string;
  readonly calls: number;
  readonly texts: number;
  /** Some of the texts. */
  readonly samples: readonly string[];
}

/** Calls that a run is expected to make, if every reply is of use. */
interface Expected {
  readonly kept: number;
  /** In the order in which one leads to the next; those of no calls are left out. */
  readonly calls: readonly Calls[];
  readonly embedding?: ExpectedEmbedding;
}

/** @returns why it ended short of what was asked for, or null */
type RunWork = (running: Running) => Promise<string | null>;

export interface RunKind<K extends RunKindName> {
  /** Name of what is going on, in a few words. */
  readonly label: string;
  /** Plans what a request sets out to do; nothing is written. @throws UsageError when it cannot be done. */
  readonly plan: (workspace: Workspace, query: Query<K>) => Promise<Goal>;
  /** Tells whether a run that did not come to its end set out for the same. */
  readonly isSame: (known: RunPlan, goal: Goal, query: Query<K>) => boolean;
  /** Works out what a run would ask; asks no model. @throws UsageError as `work` does. */
  readonly calls: (workspace: Workspace, goal: Goal) => Promise<Expected>;
  /**
   * Gets ready what a run works with, before it has begun.
   * @throws UsageError when it cannot do what it set out for
   */
  readonly work: (workspace: Workspace, begun: BegunRun) => Promise<RunWork>;
  /** Gives what is told of a run when it has ended, beside its counts. */
  readonly result: (workspace: Workspace, ended: Ended) => Promise<OwnResults[K]>;
}

export type Own<K extends RunKindName> = OwnResults[K];
