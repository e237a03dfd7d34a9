import * as z from 'zod';
import { budget, runUsage } from './run-usage.ts';
import { evidence, fields, gateVerdict, generatedSample, sampleStatuses, sampleVersion, span, usage } from './sample.ts';
import { content } from './shapes/index.ts';
import { legacyContent } from './shapes/legacy.ts';

const extraction = z.object({
  level: z.string(),
  subject: z.string(),
  topics: z.array(z.object({ name: z.string(), concepts: z.array(z.string()) })),
});

/** Choices made for the jobs of a run, beside what the project's settings say. */
const runOptions = z.object({
  style: z.string().optional(),
  /** For a run that writes personas, those that were there when it began. */
  personas: z.array(z.string()).optional(),
  /** Source of the personas when the request named none: the project's own list, or roles made of the corpus's topics. */
  personasFrom: z.string().optional(),
  /** The file that personas are written to. */
  into: z.string().optional(),
  /** Scope that the run is narrowed down to: a file, a part of it as it was when the run began, and ids of concepts. */
  file: z.string().optional(),
  span: span.optional(),
  concepts: z.array(z.string()).optional(),
  /** Answers drawn for each question; 0 for none. */
  answers: z.int().nonnegative().optional(),
  /** The model that scores each sample. */
  judge: z.string().optional(),
  /** The model that embeds documents beside their being rated. */
  embeddings: z.string().optional(),
  /** An extraction of everything, also of what was extracted before. */
  again: z.boolean().optional(),
  /** A regeneration that leaves questions as they are, and asks for their answers alone. */
  answerOnly: z.boolean().optional(),
  /** Sizes of a measurement of diversity (`cluster-agent/settings.ts`). */
  diversity: z.object({ samplesPerDraw: z.int(), draws: z.int(), criteria: z.int(), size: z.int(), rounds: z.int() }).optional(),
});
export type RunOptions = z.infer<typeof runOptions>;

/** Content as some version has written it; `shaped` gives it the shape that it has. */
const writtenContent = z.union([content, legacyContent]);
const writtenVersion = sampleVersion.extend({ content: writtenContent });

const criterion = z.object({ name: z.string(), definition: z.string() });
/** Origin of what a model said in a measurement; `prompt` is the hash of the template. */
const said = { run: z.string(), model: z.string(), prompt: z.string() };

const message = z.object({ role: z.string(), content: z.string() });

/** Ways to send requests all at once: by an endpoint's Batch API, or through files that an engine run by hand answers. */
export const batchKinds = ['openai', 'files'] as const;
export type BatchKind = (typeof batchKinds)[number];

/**
 * Event without its author and time. Field names are the journal's format: they never change meaning. Where the program has
 * a list of words (kinds, outcomes, formats, roles), the journal has texts: another version's words are no reason not to
 * understand the rest of an event, and what reads one decides what an unknown one means.
 */
const happening = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.started'),
    run: z.string(),
    kind: z.string(),
    method: z.string(),
    model: z.string(),
    answerModel: z.string().optional(),
    seed: z.int().nullable(),
    /** Jobs or samples asked for. */
    planned: z.int().nonnegative(),
    cap: budget.optional(),
    batch: z.string().optional(),
    /** Samples that a regeneration asks again for, its instruction, and samples that a judge is to score. */
    samples: z.array(z.string()).optional(),
    instruction: z.string().nullable().optional(),
    options: runOptions.optional(),
  }),
  z.object({
    type: z.literal('run.resumed'),
    run: z.string(),
    cap: budget,
    /** True when only what failed is tried again. */
    failed: z.boolean(),
  }),
  /** Requests and their cost since the run's last such event; in the same write as what came of them. */
  z.object({ type: z.literal('run.spent'), run: z.string(), spent: runUsage }),
  z.object({
    type: z.literal('run.ended'),
    run: z.string(),
    outcome: z.string(),
    /** Samples or extractions kept, held back by a gate, and jobs failed. */
    kept: z.int().nonnegative(),
    gated: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    reason: z.string().nullable(),
    /** For a run that was stopped; absent in older journals. */
    stoppedBy: z.string().optional(),
  }),
  z.object({
    type: z.literal('passage.extracted'),
    run: z.string(),
    /** The passage's content hash. */
    passage: z.string(),
    file: z.string(),
    model: z.string(),
    prompt: z.string(),
    extraction,
    usage: usage.nullable(),
  }),
  z.object({
    type: z.literal('passage.failed'),
    run: z.string(),
    passage: z.string(),
    file: z.string(),
    reason: z.string(),
    /** Kind of what it failed of; absent in older journals. */
    kind: z.string().optional(),
  }),
  z.object({
    type: z.literal('document.rated'),
    run: z.string(),
    /** The content hash of the passage that stood for its document. */
    passage: z.string(),
    file: z.string(),
    model: z.string(),
    prompt: z.string(),
    /** 1 to 10 each (SynthLLM §3.1). */
    rating: z.object({ relevance: z.number(), clarity: z.number(), language: z.number(), overall: z.number() }),
    reasons: z.object({ relevance: z.string(), clarity: z.string(), language: z.string() }),
    usage: usage.nullable(),
  }),
  /** Those of one call that were new. */
  z.object({
    type: z.literal('personas.written'),
    run: z.string(),
    file: z.string(),
    model: z.string(),
    prompt: z.string(),
    personas: z.array(z.string()),
    usage: usage.nullable(),
  }),
  /** Criteria that one draw of samples gave, for measuring diversity. */
  z.object({
    type: z.literal('criteria.proposed'),
    ...said,
    /** From 0. */
    draw: z.int().nonnegative(),
    samples: z.array(z.string()),
    metadata: z.array(criterion),
    metrics: z.array(criterion),
  }),
  /** The same of all draws, of one kind: `metadata` or `metrics`. */
  z.object({ type: z.literal('criteria.merged'), ...said, kind: z.string(), criteria: z.array(criterion) }),
  /** A line for each merged criterion, those of metadata first. */
  z.object({ type: z.literal('criteria.phrased'), ...said, lines: z.array(z.string()) }),
  /** Groups of one round, each of whose samples is in one of them, as they were verified. */
  z.object({
    type: z.literal('samples.clustered'),
    ...said,
    /** From 0. */
    round: z.int().nonnegative(),
    samples: z.array(z.string()),
    clusters: z.array(
      z.object({ name: z.string(), reason: z.string(), samples: z.array(z.string()), valid: z.boolean(), verdict: z.string() }),
    ),
    /** Numbers that no sample has, samples in a second group, and samples in none, each of which became a group by itself. */
    unknown: z.int().nonnegative(),
    repeated: z.int().nonnegative(),
    unplaced: z.int().nonnegative(),
  }),
  z.object({ type: z.literal('prompt.sent'), prompt: z.string(), method: z.string(), messages: z.array(message) }),
  /** Everything that a job gave is in the journal. */
  z.object({
    type: z.literal('job.done'),
    run: z.string(),
    job: z.string(),
    /** Reason that nothing was made, when the job's model said that there is nothing to make it of; absent in older journals. */
    skipped: z.string().optional(),
    /** The same, as 0.1.0 wrote it. */
    nothing: z.string().optional(),
  }),
  z.object({ type: z.literal('job.failed'), run: z.string(), job: z.string(), reason: z.string(), kind: z.string().optional() }),
  z.object({
    type: z.literal('sample.generated'),
    sample: z.string(),
    generated: generatedSample.extend({ version: writtenVersion }),
    gate: gateVerdict.nullable(),
    /** Reason that a judge who was asked gave no score; absent where one did, or none was asked. */
    unjudged: z.string().optional(),
  }),
  z.object({ type: z.literal('sample.regenerated'), sample: z.string(), version: writtenVersion }),
  z.object({
    type: z.literal('sample.edited'),
    sample: z.string(),
    /** The id the edited version gets, and the version it was made from. */
    version: z.string(),
    parent: z.string(),
    content: writtenContent,
    evidence: z.array(evidence),
  }),
  /** Scores of one version, in place of those it had. */
  z.object({ type: z.literal('sample.judged'), sample: z.string(), version: z.string(), fields, prompt: z.string() }),
  z.object({ type: z.literal('sample.accepted'), sample: z.string() }),
  z.object({ type: z.literal('sample.rejected'), sample: z.string(), reason: z.string() }),
  /**
   * One of its versions is current again, with what was decided on it then and by whom: brought back from a snapshot. Its
   * statuses are no texts, since who passes over it decides wrongly: it raised the format to 3.
   */
  z.object({
    type: z.literal('sample.restored'),
    sample: z.string(),
    version: z.string(),
    status: z.enum(sampleStatuses),
    reason: z.string().nullable(),
    gate: gateVerdict.nullable(),
    reviewer: z.string().nullable(),
  }),
  /**
   * Name for the state that the beginnings of the journal's files amount to: so many bytes of each, and their CRC-32. Files only
   * grow, so that these say the state exactly, whatever other branches bring later, earlier events among it.
   */
  z.object({
    type: z.literal('snapshot.taken'),
    snapshot: z.string(),
    name: z.string(),
    note: z.string().nullable(),
    files: z.array(z.object({ name: z.string(), size: z.int().nonnegative(), checksum: z.int().nonnegative() })),
    /** Samples in each status, as whoever took it counted them. */
    samples: z.object({
      pending: z.int().nonnegative(),
      accepted: z.int().nonnegative(),
      rejected: z.int().nonnegative(),
      gated: z.int().nonnegative(),
    }),
  }),
  /** Its name is free again; what it named stays in the journal. */
  z.object({ type: z.literal('snapshot.dropped'), snapshot: z.string() }),
  /** File written beside the dataset folder: no document of the corpus, and ours to replace while it is as it was written. */
  z.object({
    type: z.literal('dataset.exported'),
    /** Below the project's folder, with forward slashes; null for one outside. */
    file: z.string().nullable(),
    format: z.string(),
    rows: z.int().nonnegative(),
    /** SHA-256 of its bytes, in hexadecimal. */
    sha256: z.string(),
  }),
  /** A set from elsewhere is read: its rows become samples whose run is this import. Done again, it goes on where it ended. */
  z.object({
    type: z.literal('import.started'),
    import: z.string(),
    /** Path below the project's folder, with forward slashes; the name alone of a file from outside. */
    file: z.string(),
    /** SHA-256 of its bytes, in hexadecimal. */
    sha256: z.string(),
    format: z.string(),
    shape: z.string().optional(),
    /** Columns by the parts that were read from them, for a set with columns of its own. */
    mapping: z.record(z.string(), z.string()).optional(),
    columns: z.array(z.string()),
  }),
  /** All rows of the set were read. */
  z.object({
    type: z.literal('import.ended'),
    import: z.string(),
    rows: z.int().nonnegative(),
    /** Samples that it made, and rows that it made none of, by why not. */
    taken: z.int().nonnegative(),
    passedOver: z.array(z.object({ reason: z.string(), count: z.int().positive() })),
  }),
  z.object({ type: z.literal('action.undone'), target: z.string() }),
  z.object({ type: z.literal('action.redone'), target: z.string() }),
]);

/** Types of events that this version knows. */
export const eventTypes: ReadonlySet<string> = new Set(happening.options.map(({ shape }) => shape.type.value));

export const stamp = z.object({
  /** Time-ordered (ULID): the order of the journal is the order of ids, whatever file an event stands in. */
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  /** Events of one user action (a bulk accept) share it; undo takes back whole actions. */
  action: z.string(),
});

export const journalEvent = z.intersection(stamp, happening);
export type JournalEvent = z.infer<typeof journalEvent>;
/** An event before the journal stamps it. */
export type NewEvent = z.infer<typeof happening>;
