import * as z from 'zod';
import { cap, spent } from './spent.ts';
import { content, evidence, gateVerdict, generatedSample, sampleVersion, usage } from './sample.ts';

const extraction = z.object({
  level: z.string(),
  subject: z.string(),
  topics: z.array(z.object({ name: z.string(), concepts: z.array(z.string()) })),
});

const message = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

/** What happened, without who and when. Field names are the journal's format: they never change meaning. */
const happening = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.started'),
    run: z.string(),
    kind: z.enum(['extract', 'generate', 'regenerate']),
    method: z.string(),
    model: z.string(),
    answerModel: z.string().optional(),
    seed: z.int().nullable(),
    /** Jobs or samples asked for. */
    planned: z.int().nonnegative(),
    cap: cap.optional(),
    batch: z.enum(['openai', 'files']).optional(),
    /** What a regeneration asks again for, and with which instruction. */
    samples: z.array(z.string()).optional(),
    instruction: z.string().nullable().optional(),
  }),
  z.object({
    type: z.literal('run.resumed'),
    run: z.string(),
    cap,
    /** True when only what failed is tried again. */
    failed: z.boolean(),
  }),
  /** What was asked and paid since the run's last such event; in the same write as what came of it. */
  z.object({ type: z.literal('run.spent'), run: z.string(), spent }),
  z.object({
    type: z.literal('run.ended'),
    run: z.string(),
    outcome: z.enum(['done', 'paused', 'stopped', 'cancelled', 'failed']),
    /** Samples or extractions kept, held back by a gate, and jobs failed. */
    kept: z.int().nonnegative(),
    gated: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    reason: z.string().nullable(),
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
  z.object({ type: z.literal('passage.failed'), run: z.string(), passage: z.string(), file: z.string(), reason: z.string() }),
  z.object({ type: z.literal('prompt.sent'), prompt: z.string(), method: z.string(), messages: z.array(message) }),
  /** Everything that a job gave is in the journal. */
  z.object({ type: z.literal('job.done'), run: z.string(), job: z.string() }),
  z.object({ type: z.literal('job.failed'), run: z.string(), job: z.string(), reason: z.string() }),
  z.object({ type: z.literal('sample.generated'), sample: z.string(), generated: generatedSample, gate: gateVerdict.nullable() }),
  z.object({ type: z.literal('sample.regenerated'), sample: z.string(), version: sampleVersion }),
  z.object({
    type: z.literal('sample.edited'),
    sample: z.string(),
    /** The id the edited version gets, and the version it was made from. */
    version: z.string(),
    parent: z.string(),
    content,
    evidence: z.array(evidence),
  }),
  z.object({ type: z.literal('sample.accepted'), sample: z.string() }),
  z.object({ type: z.literal('sample.rejected'), sample: z.string(), reason: z.string() }),
  z.object({ type: z.literal('action.undone'), target: z.string() }),
  z.object({ type: z.literal('action.redone'), target: z.string() }),
]);

const stamp = z.object({
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
