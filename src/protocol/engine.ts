/**
 * The contract of an opened project: what the engine answers, to whichever front end asks. Both ends of every wire import
 * it; each end validates what it receives.
 */
import * as z from 'zod';
import { budget, runUsage } from '../core/samples/run-usage.ts';
import { count } from './engine/common.ts';
import { conceptRequests } from './engine/concepts.ts';
import { corpusRequests } from './engine/corpus.ts';
import { duplicateRequests } from './engine/duplicates.ts';
import { diversityRequests } from './engine/diversity.ts';
import { exportRequests } from './engine/export.ts';
import { importRequests } from './engine/imports.ts';
import { leakageRequests } from './engine/leakage.ts';
import { methodRequests } from './engine/methods.ts';
import { modelRequests } from './engine/models.ts';
import { publishRequests } from './engine/publish.ts';
import { mixtureRequests } from './engine/mixture.ts';
import { planningRequests } from './engine/planning.ts';
import { qualityRequests } from './engine/quality.ts';
import { runRequests } from './engine/runs.ts';
import { sampleRequests } from './engine/samples.ts';
import { snapshotRequests } from './engine/snapshots.ts';
import type { FrontEnd, RequestDefinition } from './request.ts';

/** Every request: what goes in, what comes out, and what it is (see `RequestDefinition`). All honour JSON-RPC cancellation. */
export const engineRequests = {
  ...corpusRequests,
  ...conceptRequests,
  ...methodRequests,
  ...modelRequests,
  ...sampleRequests,
  ...importRequests,
  ...duplicateRequests,
  ...leakageRequests,
  ...exportRequests,
  ...publishRequests,
  ...runRequests,
  ...qualityRequests,
  ...diversityRequests,
  ...snapshotRequests,
  ...planningRequests,
  ...mixtureRequests,
} as const;

/** The code of the error that answers a request which was called off before anything came of it (as in the language server protocol). */
export const requestCancelled = -32800;

/** Notifications that the engine sends without being asked. */
export const engineNotifications = {
  /** Something changed: views showing an older revision refetch what they show. Never carries the change itself. */
  changed: z.object({ revision: count }),
  /** Number of the corpus's files that are read, while that takes long; `done` is `total` when it is over. */
  reading: z.object({ done: count, total: count }),
  progress: z.object({
    run: z.string(),
    label: z.string(),
    done: count,
    total: count,
    kept: count,
    failed: count,
    usage: runUsage,
    budget,
    /** Jobs a minute of late, and milliseconds to the end at that pace; null while not known. */
    perMinute: z.number().nonnegative().nullable(),
    etaMs: z.number().nonnegative().nullable(),
    /** Cause of its waiting, where it waits: a batch at its endpoint. */
    waiting: z.string().nullable(),
  }),
} as const;

type EngineRequests = typeof engineRequests;
export type EngineMethod = keyof EngineRequests;
/** Parameters that a caller passes: defaults may be left out. */
export type EngineParams<M extends EngineMethod> = z.input<EngineRequests[M]['params']>;
/** Parameters that a handler gets: defaults are filled in. */
export type EngineArguments<M extends EngineMethod> = z.output<EngineRequests[M]['params']>;
export type EngineResult<M extends EngineMethod> = z.output<EngineRequests[M]['result']>;
/** The requests that a front end may make. */
export type MethodOf<F extends FrontEnd> = {
  [M in EngineMethod]: F extends EngineRequests[M]['callers'][number] ? M : never;
}[EngineMethod];
/** Those that cross the wire to an engine in a process of its own. */
export type WireMethod = MethodOf<'panel' | 'extension'>;
export type PanelEngineMethod = MethodOf<'panel'>;
export type EngineNotifications = { [N in keyof typeof engineNotifications]: z.infer<(typeof engineNotifications)[N]> };

/** A request's definition, where which one it is does not matter. */
export const definitionOf = (method: EngineMethod): RequestDefinition => engineRequests[method];

export function mayAsk<F extends FrontEnd>(caller: F, method: string): method is MethodOf<F> {
  return isEngineMethod(method) && definitionOf(method).callers.includes(caller);
}

export const engineMethods: readonly EngineMethod[] = Object.keys(engineRequests).filter(isEngineMethod);

function isEngineMethod(name: string): name is EngineMethod {
  return Object.hasOwn(engineRequests, name);
}
