/**
 * The contract of an opened project: what the engine answers, to whichever face asks. Both ends of every wire import
 * it; each end validates what it receives.
 */
import * as z from 'zod';
import { exportFormats } from '../core/dataset/export-formats.ts';
import { stops } from '../core/samples/events.ts';
import { content, evidence, gateVerdict, reference, conceptSet, sampleStatuses, sampleVersion, span } from '../core/samples/sample.ts';
import { cap, spent } from '../core/samples/spent.ts';
import { openedProfile } from './profile.ts';

const count = z.int().nonnegative();
const none = z.object({});

const capped = z.object({ maxTokens: z.int().positive().optional(), maxCost: z.number().positive().optional() });

/** Which of a project's models chats: `judge` falls back to the one for questions. */
const chatUses = ['questions', 'answers', 'judge'] as const;

export const sampleCounts = z.object({ pending: count, accepted: count, rejected: count, gated: count });
const problem = z.object({ file: z.string(), line: z.int().positive().optional(), reason: z.string() });

const status = z.object({
  project: z.string(),
  folder: z.string(),
  documents: count,
  passages: count,
  /** Passages with an extraction, by whichever model. */
  extracted: count,
  topics: count,
  concepts: count,
  edges: z.object({ topicTopic: count, topicConcept: count, conceptConcept: count }),
  units: count,
  samples: sampleCounts,
  runs: count,
  /** `embeddings`: null where ratings of documents are predicted from words. */
  models: z.object({ questions: z.string(), answers: z.string(), judge: z.string(), embeddings: z.string().nullable() }),
  dataset: z.object({ folder: z.string(), rows: count, shards: count }),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  problems: z.array(problem),
  /** Rises with every change; views that show an older one refetch. */
  revision: count,
});

const corpusFile = z.object({
  file: z.string(),
  title: z.string(),
  documents: count,
  passages: count,
  extracted: count,
  samples: sampleCounts,
  /** What the document filter makes of it. */
  filter: z.object({ score: z.number().nullable(), leftOut: z.boolean(), byHand: z.boolean() }),
  problems: z.array(problem),
});

const conceptRef = z.object({ id: z.string(), kind: z.enum(['topic', 'concept']), label: z.string() });

const corpusPassage = z.object({
  id: z.string(),
  start: count,
  end: count,
  tokens: count,
  headings: z.array(z.string()),
  concepts: z.array(conceptRef),
});

const mention = z.object({ concept: conceptRef, start: count, end: count });

const conceptSummary = conceptRef.extend({
  /** Units (passages or files) it occurs in. */
  frequency: count,
  /** Samples whose concept set holds it. */
  samples: count,
});

const neighbour = conceptRef.extend({
  /** Units both occur in, and the walk's step probability within that sub-graph. */
  frequency: count,
  probability: z.number(),
});

const conceptDetail = conceptSummary.extend({
  neighbours: z.array(neighbour),
  /** The first places it is named in, over the whole corpus. */
  mentions: z.array(z.object({ file: z.string(), start: count, end: count, text: z.string() })),
});

const graphView = z.object({
  /** What the view is centred on, in words ("tides.md and its neighbours"). */
  title: z.string(),
  nodes: z.array(conceptRef.extend({ frequency: count, covered: z.boolean(), inFocus: z.boolean() })),
  edges: z.array(z.object({ source: z.string(), target: z.string(), frequency: count })),
  /** How many more nodes the whole graph has. */
  omitted: count,
});

const graphFocus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('file'), file: z.string() }),
  z.object({ kind: z.literal('concept'), concept: z.string() }),
]);

const sampledSet = conceptSet.extend({ references: z.array(reference) });

const chatMessage = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

export const sampleFilter = z.object({
  status: z.array(z.enum(sampleStatuses)).optional(),
  /** Samples with a reference into this file. */
  file: z.string().optional(),
  /** Samples whose set holds this concept (an id). */
  concept: z.string().optional(),
  run: z.string().optional(),
  /** Words that must all occur in question or answer. */
  text: z.string().optional(),
});

const sampleSummary = z.object({
  id: z.string(),
  status: z.enum(sampleStatuses),
  method: z.string(),
  question: z.string(),
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
  what: z.enum(['generated', 'gated', 'regenerated', 'edited', 'accepted', 'rejected', 'undone', 'redone']),
  note: z.string().nullable(),
});

/** Where a span stands in the file as it is now (from 1), and how its text begins; null when it is no longer there. */
const located = { line: z.int().positive().nullable(), excerpt: z.string().nullable() };

const sampleDetail = z.object({
  id: z.string(),
  status: z.enum(sampleStatuses),
  method: z.string(),
  run: z.string(),
  reason: z.string().nullable(),
  gate: gateVerdict.nullable(),
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

/**
 * `interrupted`: its process ended without a word; `stopped`: by its cap, or until a batch is answered; `failed`: its model
 * could not be asked, or the work itself went wrong.
 * All but `running` and `done` can be resumed.
 */
const runOutcomes = ['running', 'done', 'paused', 'stopped', 'cancelled', 'failed', 'interrupted'] as const;

const run = z.object({
  run: z.string(),
  kind: z.enum(['extract', 'generate', 'regenerate', 'judge', 'rate', 'personas']),
  method: z.string(),
  model: z.string(),
  answerModel: z.string().nullable(),
  seed: z.int().nullable(),
  planned: count,
  cap,
  spent,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z.enum(runOutcomes),
  /** What stopped it; null where nothing did, or an older journal does not say. */
  stoppedBy: z.enum(stops).nullable(),
  kept: count,
  gated: count,
  failed: count,
  reason: z.string().nullable(),
  by: z.string(),
});

const ending = {
  /** `done` says that nothing is left to resume; `failed`, that its model could not be asked. */
  outcome: z.enum(['done', 'paused', 'stopped', 'cancelled', 'failed']),
  /** Called off or paused by somebody. */
  cancelled: z.boolean(),
  /** Why it ended short of what was asked for. */
  stopped: z.string().nullable(),
};

/** What a run came to, resumed parts included. */
const runResult = z.object({
  run: z.string(),
  kind: run.shape.kind,
  generated: count,
  kept: count,
  gated: count,
  failed: count,
  /** Why candidates were not kept, the most frequent reason first. */
  fell: z.array(z.object({ reason: z.string(), count })),
  ...spent.shape,
  ...ending,
});

const extractionResult = z.object({
  run: z.string(),
  documents: count,
  passages: count,
  extracted: count,
  failed: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** Those of the whole graph. */
  topics: count,
  concepts: count,
  ...spent.shape,
  ...ending,
});

/** How long a run would take at the pace of the latest ones of its model; null before any. */
const expected = { durationMs: z.number().nonnegative().nullable() };
/** What a run is expected to come to. */
const estimate = runResult.omit({ run: true, kind: true }).extend(expected);

/** Either samples or a filter. */
const judging = capped.extend({ samples: z.array(z.string()).min(1).optional(), filter: sampleFilter.optional() });

const share = z.number().min(0).max(1);

const calibration = z.object({
  /** Who scored, and how many of the decided samples. */
  models: z.array(z.object({ model: z.string(), samples: count })),
  /** Decided samples with scores, and their mean scores. */
  accepted: count,
  rejected: count,
  meanAccepted: z.number().nullable(),
  meanRejected: z.number().nullable(),
  /** The value of `gates.judge` that would agree with most decisions, and with which share of them; null while there are too few. */
  threshold: z.number().nullable(),
  agreement: share.nullable(),
  /** How often an accepted sample is scored above a rejected one; 0.5 is chance. Null while there are too few. */
  auc: share.nullable(),
  /** How many of each kind it takes. */
  needed: count,
  /** The value of `gates.judge` now; null while all are let through. */
  gate: z.number().nullable(),
});

const method = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** The names its template may use, and what each holds. */
  variables: z.array(z.object({ name: z.string(), holds: z.string() })),
  /** The form of its replies, in words. */
  output: z.string(),
  needs: z.array(z.enum(['graph', 'references', 'answers', 'judge', 'personas'])),
  /** Whether the built-in offline model can serve it. */
  offline: z.boolean(),
  samples: z
    .object({
      kind: z.enum(['questions', 'text']),
      source: z.enum(['passage', 'concept-set']),
      /** The default first. */
      styles: z.array(z.string()),
    })
    .nullable(),
});

const generation = capped.extend({
  method: z.string().default('level3'),
  count: z.int().positive(),
  seed: z.int().optional(),
  style: z.string().optional(),
  /** Those a method that writes for personas may choose from; by default those of `.loom/personas.txt`, else roles made of the corpus's topics. */
  personas: z.array(z.string().min(1)).optional(),
  /** Only samples that refer to this file. */
  file: z.string().optional(),
  /** Only samples with a passage of the file that overlaps this part of it. */
  span: span.optional(),
  /** Concepts (ids or labels) that every set, or every passage, holds. */
  concepts: z.array(z.string()).optional(),
  /** False leaves questions without answers. */
  answer: z.boolean().optional(),
  /** Has each sample scored by the model chosen for judging. */
  judge: z.boolean().optional(),
  /** All requests at once and cheaper, answered within a day: by the endpoint's Batch API, or through files for an engine run by hand. */
  batch: z.enum(['openai', 'files']).optional(),
  /** Goes on with the last run of this plan when it did not come to its end. */
  resume: z.boolean().optional(),
});

const personaWriting = z.object({
  count: z.int().positive(),
  /** A `.txt` file of the project, where they are added below what is there; by default the one that methods take personas from. */
  file: z.string().min(1).optional(),
});

const modelEntry = z.object({
  id: z.string(),
  source: z.enum(['builtin', 'environment', 'profile', 'local', 'recorded', 'vscode']),
  reachable: z.boolean(),
  /** Where it answers; null for what needs no endpoint. */
  endpoint: z.string().nullable(),
});

const changed = z.object({ changed: z.array(z.string()), revision: count });
const ids = z.object({ samples: z.array(z.string()).min(1) });
/** `instruction`: what is to be different. */
const regeneration = ids.extend({ instruction: z.string().nullable().default(null) });

/** Every request: what goes in, what comes out. Long ones report `progress` and honour JSON-RPC cancellation. */
export const engineRequests = {
  status: { params: none, result: status },
  /** Reads settings, curation and corpus again after a file changed; unchanged files are not parsed again. */
  refresh: { params: none, result: z.object({ revision: count }) },
  'corpus/files': { params: none, result: z.object({ files: z.array(corpusFile) }) },
  'corpus/passages': {
    params: z.object({ file: z.string() }),
    result: z.object({ passages: z.array(corpusPassage), mentions: z.array(mention) }),
  },
  'concepts/list': {
    params: z.object({
      kind: z.enum(['topic', 'concept']).optional(),
      /** Only neighbours of this concept. */
      near: z.string().optional(),
      query: z.string().optional(),
      offset: count.default(0),
      limit: z.int().positive().max(1000).default(200),
    }),
    result: z.object({ total: count, concepts: z.array(conceptSummary) }),
  },
  'concepts/get': { params: z.object({ concept: z.string() }), result: conceptDetail },
  'graph/view': { params: z.object({ focus: graphFocus, limit: z.int().positive().max(2000).default(120) }), result: graphView },
  'sets/sample': { params: z.object({ count: z.int().positive(), seed: z.int() }), result: z.object({ sets: z.array(sampledSet) }) },
  /** What can be done with a corpus; those with `samples` make some. */
  'methods/list': { params: none, result: z.object({ methods: z.array(method) }) },
  /** The exact messages of any method, as a run would send them first; asks no model. */
  'prompts/preview': {
    params: z.object({
      method: z.string(),
      seed: z.int(),
      /** Which of the seed's passages or concept sets; of the corpus's passages or documents; of the samples, the latest first; of the calls. */
      ordinal: count.default(0),
      style: z.string().optional(),
      /** Only what lies in, or refers to, this file. */
      file: z.string().optional(),
    }),
    result: z.object({
      messages: z.array(chatMessage),
      tokens: count,
      /** What it was rendered for. A method that makes no samples has no concepts chosen for it. */
      set: sampledSet,
      /** The sample that an answer or a judgement is asked for. */
      sample: z.object({ id: z.string(), question: z.string() }).nullable(),
    }),
  },
  'samples/list': {
    params: z.object({
      filter: sampleFilter,
      /** `judge`: those with the lowest scores first, and those without scores last; by default the oldest first. */
      order: z.enum(['time', 'judge']).optional(),
      offset: count.default(0),
      limit: z.int().positive().max(1000).default(100),
    }),
    /** Totals for the filter without its status, so that the counts beside it stay whole. */
    result: z.object({ total: count, counts: sampleCounts, samples: z.array(sampleSummary) }),
  },
  /** All samples a filter leaves, for decisions on many at once. */
  'samples/ids': { params: z.object({ filter: sampleFilter }), result: z.object({ samples: z.array(z.string()) }) },
  'samples/get': { params: z.object({ sample: z.string() }), result: sampleDetail },
  /** What `samples/judge` is expected to take; asks no model. */
  'judge/estimate': { params: judging, result: estimate },
  /** Has samples, or all that a filter leaves, scored by the model for judging. Decides nothing. */
  'samples/judge': {
    params: judging,
    result: z.object({ run: z.string(), judged: count, failed: count, fell: runResult.shape.fell, ...spent.shape, ...ending }),
  },
  /** How well a judge's scores go with what people decided; of one model, or of all that judged. */
  'samples/calibration': { params: z.object({ model: z.string().optional() }), result: calibration },
  /** Writes into `.loom/project.yaml`, whose comments stay, below which score samples generated with a judge are held back; null lets all through. */
  'gates/set': { params: z.object({ judge: z.number().min(1).max(5).nullable() }), result: z.object({ revision: count }) },
  'review/accept': { params: ids, result: changed },
  'review/reject': { params: ids.extend({ reason: z.string() }), result: changed },
  'review/edit': { params: z.object({ sample: z.string(), content }), result: changed },
  /** What `review/regenerate` is expected to take; asks no model. */
  'regenerate/estimate': { params: regeneration, result: estimate },
  /** Has another version of each sample drawn, to be reviewed anew. */
  'review/regenerate': {
    params: regeneration.extend(capped.shape),
    result: changed.extend({
      run: z.string(),
      failed: z.array(z.object({ sample: z.string(), reason: z.string() })),
      ...spent.shape,
      ...ending,
    }),
  },
  'review/undo': { params: none, result: changed.extend({ what: z.string().nullable() }) },
  'review/redo': { params: none, result: changed.extend({ what: z.string().nullable() }) },
  'runs/list': { params: none, result: z.object({ runs: z.array(run) }) },
  /** Ends a run; what it made and paid for stays. A batch under way at an endpoint is called off there. */
  'runs/cancel': { params: z.object({ run: z.string() }), result: z.object({ cancelled: z.boolean() }) },
  'runs/pause': { params: z.object({ run: z.string() }), result: z.object({ paused: z.boolean() }) },
  /** Goes on where a run ended, under the caps given here, else its own; with `failed`, tries again what failed and nothing else. */
  'runs/resume': { params: capped.extend({ run: z.string(), failed: z.boolean().optional() }), result: runResult },
  /** What there is to choose from: servers on the usual local ports are asked. */
  'models/list': { params: none, result: z.object({ models: z.array(modelEntry) }) },
  /** Writes the choice into `.loom/project.yaml`, whose comments stay; null for none. */
  'models/choose': {
    params: z.union([
      z.object({ use: z.enum(chatUses), model: z.string().min(1) }),
      z.object({ use: z.literal('embeddings'), model: z.string().min(1).nullable() }),
    ]),
    result: z.object({ revision: count }),
  },
  /** Tries an endpoint: which models it lists, and whether the one named replies, or embeds; `problem` says what failed. */
  'models/check': {
    params: z.object({ profile: openedProfile, embeds: z.boolean().optional() }),
    result: z.object({ models: z.array(z.string()), problem: z.string().nullable() }),
  },
  /** Expected values; asks no model. */
  'extract/estimate': { params: none, result: extractionResult.omit({ run: true }).extend(expected) },
  'generate/estimate': { params: generation, result: estimate },
  extract: { params: capped, result: extractionResult },
  generate: { params: generation, result: runResult },
  /** Has documents rated that were not yet: `count` of them, drawn evenly. With an embedding model, embeds those that have no vector of it. */
  rate: { params: capped.extend({ count }), result: runResult },
  'rate/estimate': { params: z.object({ count }), result: estimate },
  /** Has people invented who would write about the corpus, and adds them to a file of the project. */
  'personas/generate': {
    params: personaWriting.extend({
      ...capped.shape,
      /** Goes on with the last run that set out for the same and did not come to its end. */
      resume: z.boolean().optional(),
    }),
    result: runResult.extend({
      /** All that the run has written. */
      personas: z.array(z.string()),
      file: z.string(),
    }),
  },
  'personas/estimate': { params: personaWriting, result: estimate },
  'documents/list': {
    params: none,
    result: z.object({
      /** Whether the filter is on, and from which score on documents are kept. */
      enabled: z.boolean(),
      threshold: z.number(),
      /** How much of the variance of held-out ratings is predicted; null while too few documents are rated. */
      r2: z.number().nullable(),
      /** What is predicted from: an embedding model's id, or `words`, while any document has no vector of it. */
      features: z.string(),
      /** The embedding model chosen, and how many documents it has not embedded. */
      embeddings: z.object({ model: z.string(), missing: count }).nullable(),
      rated: count,
      kept: count,
      /** Scores in bins of half a point. */
      histogram: z.array(z.object({ from: z.number(), documents: count })),
      documents: z.array(
        z.object({
          file: z.string(),
          record: count,
          score: z.number().nullable(),
          rated: z.boolean(),
          kept: z.boolean(),
          byHand: z.boolean(),
        }),
      ),
    }),
  },
  /** Writes the filter into `.loom/project.yaml`, whose comments stay; `keep` and `drop` are files to decide on by hand, `clear` takes that back. */
  'documents/filter': {
    params: z.object({
      enabled: z.boolean().optional(),
      threshold: z.number().min(1).max(10).optional(),
      keep: z.array(z.string()).optional(),
      drop: z.array(z.string()).optional(),
      clear: z.array(z.string()).optional(),
    }),
    result: z.object({ revision: count }),
  },
  export: {
    params: z.object({ format: z.enum(exportFormats), directory: z.string() }),
    result: z.object({ rows: count, files: z.array(z.string()) }),
  },
} as const;

/** What the engine says without being asked. */
export const engineNotifications = {
  /** Something changed: views showing an older revision refetch what they show. Never carries the change itself. */
  changed: z.object({ revision: count }),
  progress: z.object({
    run: z.string(),
    label: z.string(),
    done: count,
    total: count,
    kept: count,
    failed: count,
    spent,
    cap,
    /** Jobs a minute of late, and milliseconds to the end at that pace; null while not known. */
    perMinute: z.number().nonnegative().nullable(),
    etaMs: z.number().nonnegative().nullable(),
    /** What it waits for, where it does: a batch at its endpoint. */
    waiting: z.string().nullable(),
  }),
} as const;

type EngineRequests = typeof engineRequests;
export type EngineMethod = keyof EngineRequests;
/** What a caller passes: defaults may be left out. */
export type EngineParams<M extends EngineMethod> = z.input<EngineRequests[M]['params']>;
/** What a handler gets: defaults are filled in. */
export type EngineArguments<M extends EngineMethod> = z.output<EngineRequests[M]['params']>;
export type EngineResult<M extends EngineMethod> = z.output<EngineRequests[M]['result']>;
export type EngineNotifications = { [N in keyof typeof engineNotifications]: z.infer<(typeof engineNotifications)[N]> };
