/** Samples, and what people decide about them. */
import * as z from 'zod';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { filterShape, namedFields } from '../../core/samples/filter/filter.ts';
import { conceptSet, evidence, gateVerdict, reference, sampleStatuses, sampleVersion } from '../../core/samples/sample.ts';
import { content, type PartTexts, shapeIds } from '../../core/samples/shapes/index.ts';
import { changed, conceptRef, count, none, sampleCounts } from './common.ts';

/** As the table of fields has it. */
export const sampleFilter = parameters(filterShape);

export const sampleSummary = z.object({
  id: z.string(),
  status: z.enum(sampleStatuses),
  method: z.string(),
  methodTitle: z.string(),
  shape: z.enum(shapeIds),
  /** One line that stands for it: its question, its title. */
  label: z.string(),
  files: z.array(z.string()),
  edited: z.boolean(),
  /** Rejection reason or gate verdict, when there is one. */
  note: z.string().nullable(),
  /** The judge's mean score of the text as it is now; null where none was asked. */
  judge: z.number().nullable(),
});

const historyEntry = z.object({
  event: z.string(),
  at: z.string(),
  by: z.string(),
  what: z.enum(['generated', 'gated', 'regenerated', 'edited', 'accepted', 'rejected', 'restored', 'undone', 'redone']),
  note: z.string().nullable(),
});

/** Line of a span in the file as it is now (from 1), and how its text begins; null when it is no longer there. */
const located = {
  line: z.int().positive().nullable(),
  /** Page, slide or chapter in words, where the file has such: its lines are those of a text that was extracted. */
  place: z.string().exactOptional(),
  excerpt: z.string().nullable(),
};

const sampleDetail = z.object({
  id: z.string(),
  status: z.enum(sampleStatuses),
  method: z.string(),
  methodTitle: z.string(),
  run: z.string(),
  reason: z.string().nullable(),
  gate: gateVerdict.nullable(),
  /** The sample that a gate found this one to be like, as it is now; null where there is none, or none any more. */
  twin: z.object({ id: z.string(), status: z.enum(sampleStatuses), similarity: z.number(), content }).nullable(),
  /** True for what a gate held back before it was answered: it can be accepted once it has its answer. */
  needsAnswer: z.boolean(),
  reviewer: z.string().nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
  set: conceptSet,
  /** The set's topics and key concepts as the graph knows them now. */
  concepts: z.array(conceptRef.extend({ inGraph: z.boolean() })),
  current: sampleVersion,
  /** The version before the current one, to show what an edit or a regeneration changed. */
  previous: sampleVersion.nullable(),
  references: z.array(reference.extend(located)),
  evidence: z.array(evidence.extend(located)),
  history: z.array(historyEntry),
});

const share = z.number().min(0).max(1);

const agreement = z.object({
  /** Models that scored, and how many of the decided samples. */
  models: z.array(z.object({ model: z.string(), samples: count })),
  /** Decided samples with scores, and their mean scores. */
  accepted: count,
  rejected: count,
  meanAccepted: z.number().nullable(),
  meanRejected: z.number().nullable(),
  /** The value of `gates.judge` that would agree with most decisions, and with which share of them; null while there are too few. */
  threshold: z.number().nullable(),
  accuracy: share.nullable(),
  /** Probability that an accepted sample is scored above a rejected one; 0.5 is chance. Null while there are too few. */
  auc: share.nullable(),
  /** Number of samples of each kind that it takes. */
  needed: count,
  /** The value of `gates.judge` now; null while all are let through. */
  gate: z.number().nullable(),
});

export const ids = parameters({ samples: z.array(z.string()).min(1) });

const filtered = parameters({ filter: sampleFilter });

/** Samples that something is to be about: these, or all that a filter leaves. */
export const sampleChoice = z.union([ids, filtered]);
export type SampleChoice = z.infer<typeof sampleChoice>;

/** Unlike a record of Zod's, it keeps `__proto__`, which is no part's name and has to be refused as every other that is none. */
export const textsByName = z.custom<PartTexts>(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string'),
  'texts by the names of parts are needed',
);

/** Outcome of deciding on many samples. */
export const decided = changed.extend({
  /** Number of samples that were meant. */
  asked: count,
  /** Those that could not be decided on so, and why. */
  refused: z.array(z.object({ sample: z.string(), reason: z.string() })),
  /** It was called off before it came to the last of them. */
  cancelled: z.boolean(),
});

export const sampleRequests = {
  'samples/list': {
    params: parameters({
      filter: sampleFilter,
      /** `judge`: those with the lowest scores first, and those without scores last; by default the oldest first. */
      order: z.enum(['time', 'judge']).optional(),
      offset: count.default(0),
      limit: z.int().positive().max(1000).default(100),
    }),
    /** Totals for the filter without its status, so that the counts beside it stay whole. */
    result: z.object({ total: count, counts: sampleCounts, samples: z.array(sampleSummary) }),
    ...looks,
    callers: ['panel', 'extension', 'cli'],
  },
  /** All samples a filter leaves, for decisions on many at once. */
  'samples/ids': {
    params: parameters({ filter: sampleFilter }),
    result: z.object({ samples: z.array(z.string()) }),
    ...looks,
    callers: ['panel', 'cli'],
  },
  /** Values of a field that the data have and that hold a text, with how many samples; those that begin with it first, then the most frequent. */
  'samples/values': {
    params: parameters({ field: z.enum(namedFields), text: z.string().default(''), limit: z.int().positive().max(1000).default(20) }),
    result: z.object({ values: z.array(z.object({ value: z.string(), samples: count })) }),
    ...looks,
    callers: ['panel'],
  },
  'samples/get': {
    params: parameters({ sample: z.string() }),
    result: sampleDetail,
    ...looks,
    readsCorpus: true,
    callers: ['panel', 'extension', 'cli'],
  },
  /** Agreement of a judge's scores with what people decided; of one model, or of all that judged. */
  'judge/agreement': {
    params: parameters({ model: z.string().optional() }),
    result: agreement,
    ...looks,
    callers: ['extension', 'cli'],
  },
  /** Writes into `.loom/project.yaml`, whose comments stay, below which score samples generated with a judge are held back; null lets all through. */
  'gates/set': {
    params: parameters({ judge: z.number().min(1).max(5).nullable() }),
    result: z.object({ revision: count }),
    ...writes,
    callers: ['extension'],
  },
  /** Cancelled, it keeps what it has decided so far, as one action. */
  'review/accept': {
    params: sampleChoice,
    result: decided,
    ...writes,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
  'review/reject': {
    params: z.union([ids.extend({ reason: z.string() }), filtered.extend({ reason: z.string() })]),
    result: decided,
    ...writes,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
  /** Puts other texts in place of some parts of a sample, by their names; which these are follows from its shape. */
  'review/edit': {
    params: parameters({ sample: z.string(), parts: textsByName }),
    result: changed,
    ...writes,
    callers: ['panel', 'cli'],
  },
  'review/undo': {
    params: none,
    result: changed.extend({ what: z.string().nullable() }),
    ...writes,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
  'review/redo': {
    params: none,
    result: changed.extend({ what: z.string().nullable() }),
    ...writes,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
