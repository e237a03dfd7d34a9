import { noUsage } from '../core/samples/run-usage.ts';

/** Progress of work that asks no model, as of a run that uses nothing: to be told with what it works on and how far it is. */
export const freeProgress = {
  failed: 0,
  usage: noUsage,
  budget: { tokens: null, cost: null },
  perMinute: null,
  etaMs: null,
  waiting: null,
} as const;
