/** Requests about all that asks models: runs, what they come to, and what they are expected to. */
import * as z from 'zod';
import { parameters } from '../parameters.ts';
import { asksModels, looks, writes, type RequestDefinition } from '../request.ts';
import { batchKinds } from '../../core/samples/events.ts';
import { runKindNames } from '../../core/samples/run-kinds.ts';
import { span } from '../../core/samples/sample.ts';
import { budget, runUsage } from '../../core/samples/run-usage.ts';
import { budgetParameters, changed, count, none } from './common.ts';
import { ids, sampleFilter } from './samples.ts';

/**
 * `interrupted`: its process ended without a word; `stopped`: by its budget, or until a batch is answered; `failed`: its model
 * could not be asked or kept no form, more failed than was made, or the work itself went wrong.
 * All but `running` and `done` can be resumed.
 */
export const runOutcomes = ['running', 'done', 'paused', 'stopped', 'cancelled', 'failed', 'interrupted'] as const;

const batch = z.object({
  kind: z.enum(batchKinds),
  /** Since when it waits for replies; null while it waits for none. */
  waitingSince: z.string().nullable(),
  /** Of those for an engine run by hand: files of requests, each with the file that its replies belong in, which is not there yet; paths in the project. */
  unanswered: z.array(z.object({ requests: z.string(), replies: z.string() })),
});

const run = z.object({
  run: z.string(),
  kind: z.enum(runKindNames),
  method: z.string(),
  model: z.string(),
  answerModel: z.string().nullable(),
  seed: z.int().nullable(),
  planned: count,
  budget,
  usage: runUsage,
  /** Way in which it asks in batches; null for a run that asks at once. */
  batch: batch.nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z.enum(runOutcomes),
  /** Cause that stopped it; null where nothing did, or an older journal does not say. */
  stoppedBy: z.enum(['budget', 'batch']).nullable(),
  kept: count,
  gated: count,
  failed: count,
  reason: z.string().nullable(),
  by: z.string(),
});

const ending = {
  /** `done` says that nothing is left to resume; `failed`, that its model could not be asked, or kept no form, or that it fell short and more failed than was made. */
  outcome: z.enum(['done', 'paused', 'stopped', 'cancelled', 'failed']),
  /** Called off or paused by somebody. */
  cancelled: z.boolean(),
  /** Reason that it ended short of what was asked for. */
  reason: z.string().nullable(),
  /** What became known of its models: that one is asked one at a time, that prompts were shortened. */
  notes: z.array(z.string()).optional(),
};

/** Result of a run, resumed parts included. */
export const runResult = z.object({
  run: z.string(),
  kind: run.shape.kind,
  /** Number that it set out for, in what its kind counts: passages, samples, documents, personas. */
  planned: count,
  generated: count,
  kept: count,
  gated: count,
  failed: count,
  /** Reasons that candidates were not kept, the most frequent first; failures by their kind, with the words of the latest. */
  dropped: z.array(
    z.object({
      by: z.enum(['failed', 'gated', 'skipped']),
      /** Kind of a failure, or the gate's id. */
      kind: z.string().nullable(),
      reason: z.string(),
      count,
      /** What to do about it; null where the reason says so itself. */
      todo: z.string().nullable(),
    }),
  ),
  /** What was not tried, or lacks what was asked for beside it, and was kept all the same. */
  passedOver: z.array(z.object({ reason: z.string(), count })),
  ...runUsage.shape,
  ...ending,
});

/** Expected result of a run. */
export const runEstimate = runResult.omit({ run: true }).extend({
  /** Duration at the pace of the latest runs of its model; null before any, and for a batch. */
  durationMs: z.number().nonnegative().nullable(),
  /** Ways in which the same requests can be asked in batches, and what they would cost; none where a model cannot be asked so. */
  batches: z.array(z.object({ kind: z.enum(batchKinds), cost: runUsage.shape.cost })),
});

/** Parameters with which any run is started. */
export const starting = {
  ...budgetParameters.shape,
  /** All requests at once and cheaper, answered within a day: by the endpoint's Batch API, or through files for an engine run by hand. */
  batch: z.enum(batchKinds).optional(),
  /** Goes on with the last run that set out for the same, in the same way, when it did not come to its end. */
  resume: z.boolean().optional(),
};

const extraction = parameters({
  /** Also what was extracted before, after a change of template or settings; where the prompt is the same, its reply comes from the cache. */
  again: z.boolean().optional(),
  ...starting,
});

/** `count` documents that were not rated yet, drawn evenly. */
const rating = parameters({ count, ...starting });

/** Either samples or a filter. */
const ofSamples = parameters({ samples: z.array(z.string()).min(1).optional(), filter: sampleFilter.optional(), ...starting });

const generation = parameters({
  method: z.string().default('level3'),
  count: z.int().positive(),
  seed: z.int().optional(),
  style: z.string().optional(),
  /** Those a method that writes for personas may choose from; by default those of `.loom/personas.txt`, else roles made of the corpus's topics. */
  personas: z.array(z.string().min(1)).optional(),
  /** Only samples that refer to this file. */
  file: z.string().optional(),
  /** Only samples with a passage of the file that overlaps this part of it. */
  span: parameters(span.shape).optional(),
  /** Concepts (ids or labels) that every set, or every passage, holds. */
  concepts: z.array(z.string()).optional(),
  /** False leaves questions without answers. */
  answer: z.boolean().optional(),
  /** Has each sample scored by the model chosen for judging. */
  judge: z.boolean().optional(),
  ...starting,
});

const personaWriting = parameters({
  count: z.int().positive(),
  /** A `.txt` file in `.loom`, where they are added below what is there; by default the one that methods take personas from. */
  file: z.string().min(1).optional(),
  ...starting,
});

/** `instruction`: what is to be different. `answerOnly`: questions stay as they are, and are answered, again or for the first time. */
const regeneration = parameters({
  ...ids.shape,
  instruction: z.string().nullable().default(null),
  answerOnly: z.boolean().optional(),
  ...starting,
});

/** Estimate of what the request of the same parameters will take. Asks no model. */
const estimates = { result: runEstimate, ...looks, readsCorpus: true, callers: ['extension', 'cli'] } as const;

export const runRequests = {
  'runs/list': { params: none, result: z.object({ runs: z.array(run) }), ...looks, callers: ['extension', 'cli'] },
  /** Ends a run; what it made and paid for stays. A batch under way at an endpoint is called off there. */
  'runs/cancel': {
    params: parameters({ run: z.string() }),
    result: z.object({ cancelled: z.boolean() }),
    ...writes,
    callers: ['extension', 'cli'],
  },
  'runs/pause': { params: parameters({ run: z.string() }), result: z.object({ paused: z.boolean() }), ...writes, callers: ['extension'] },
  /** Goes on where a run ended, within the budget given here, else its own; with `failed`, tries again what failed and nothing else. */
  'runs/resume': {
    params: budgetParameters.extend({ run: z.string(), failed: z.boolean().optional() }),
    result: runResult,
    ...asksModels,
    callers: ['extension', 'cli'],
  },
  'extract/estimate': { params: extraction, ...estimates },
  /** Finds topics and key concepts in each passage that is left for the chosen model, or in all of them again. */
  extract: {
    params: extraction,
    result: runResult.extend({
      documents: count,
      passages: count,
      /** Files, or passages of them, that could not be read or extracted, by now. */
      failures: z.array(z.object({ file: z.string(), reason: z.string() })),
      /** Those of the whole graph. */
      topics: count,
      concepts: count,
    }),
    ...asksModels,
    readsCorpus: false,
    callers: ['extension', 'cli'],
  },
  'generate/estimate': { params: generation, ...estimates },
  /** Goes through passages or seeded concept sets until `count` samples are kept. */
  generate: { params: generation, result: runResult, ...asksModels, callers: ['extension', 'cli'] },
  'rate/estimate': { params: rating, ...estimates },
  /** Has documents rated for the document filter. With an embedding model, embeds those that have no vector of it. */
  rate: { params: rating, result: runResult, ...asksModels, callers: ['extension', 'cli'] },
  /** Number of personas that a run chooses from that is given none: those of `.loom/personas.txt`. */
  'personas/list': { params: none, result: z.object({ count }), ...looks, callers: ['extension'] },
  'personas/estimate': { params: personaWriting, ...estimates },
  /** Has people invented who would write about the corpus, and adds them to a file of the project. */
  'personas/generate': {
    params: personaWriting,
    result: runResult.extend({
      /** All that the run has written. */
      personas: z.array(z.string()),
      file: z.string(),
    }),
    ...asksModels,
    callers: ['extension', 'cli'],
  },
  'judge/estimate': { params: ofSamples, ...estimates },
  /** Has samples, or all that a filter leaves, scored by the model for judging. Decides nothing. */
  'samples/judge': { params: ofSamples, result: runResult, ...asksModels, callers: ['extension', 'cli'] },
  'embed/estimate': { params: ofSamples, ...estimates },
  /** Embeds what samples are compared by, so that those that say the same in other words can be found. What has a vector is not asked for. */
  'samples/embed': { params: ofSamples, result: runResult, ...asksModels, callers: ['extension', 'cli'] },
  'regenerate/estimate': { params: regeneration, ...estimates },
  /** Has another version of each sample drawn, to be reviewed anew. */
  'review/regenerate': {
    params: regeneration,
    result: runResult.extend({ ...changed.shape, failures: z.array(z.object({ sample: z.string(), reason: z.string() })) }),
    ...asksModels,
    callers: ['panel', 'extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
