import * as z from 'zod';
import { content } from './shapes/index.ts';

/** A part of a file: UTF-16 offsets into it as it is on disk. */
export const span = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() });

/** Place of a reference or a piece of evidence. */
const location = z.object({ file: z.string(), ...span.shape });

/** A passage given to the model, and how much of the concept set it holds (Jaccard, 0–1). */
export const reference = location.extend({
  /** The passage's id at the time; its hash part finds the passage again after the file changed. */
  passage: z.string(),
  jaccard: z.number().min(0).max(1),
});

/** A quotation the answer rests on. The quote finds the place again after the file changed. */
export const evidence = location.extend({ quote: z.string() });

/** The sampled topics and key concepts (labels) a prompt was built from, and what reproduces them. */
export const conceptSet = z.object({
  topics: z.array(z.string()),
  concepts: z.array(z.string()),
  seed: z.int(),
  epoch: z.int().nonnegative(),
  /** Position in the seeded enumeration of walks. */
  ordinal: z.int().nonnegative(),
});

export const usage = z.object({
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  /** True when the model sent no counts and these are ours. */
  estimated: z.boolean(),
});

/** Further facts that a method or a judge tells of a sample, by name. */
export const fields = z.record(z.string(), z.union([z.string(), z.number()]));

/** One state of a sample's content: as generated, regenerated, or edited by hand. */
export const sampleVersion = z.object({
  id: z.string(),
  /** The version this one was made from; null for the first. */
  parent: z.string().nullable(),
  content,
  /** Labels the model says it combines. */
  concepts: z.array(z.string()),
  evidence: z.array(evidence),
  /** Null for what was edited by hand, and for what was imported of a model that is not known. */
  model: z.string().nullable(),
  answerModel: z.string().nullable(),
  /** Hash of the exact messages; the text is in the journal's `prompt.sent` event of that hash. */
  prompt: z.string().nullable(),
  answerPrompt: z.string().nullable(),
  usage: usage.nullable(),
  /** Further facts that the method tells of the sample: a level, a tag, a style, a judge's scores. */
  fields: fields.optional(),
  /** Instruction that the reviewer gave when regenerating. */
  instruction: z.string().nullable(),
});

/** Sample as a run makes it: everything about it but the decisions. */
export const generatedSample = z.object({
  id: z.string(),
  method: z.string(),
  run: z.string(),
  /** Deterministic id of the job within the run's plan. */
  job: z.string(),
  set: conceptSet,
  references: z.array(reference),
  version: sampleVersion,
});

export type Reference = z.infer<typeof reference>;
export type Evidence = z.infer<typeof evidence>;
export type SampledConceptSet = z.infer<typeof conceptSet>;
export type Usage = z.infer<typeof usage>;
export type Fields = z.infer<typeof fields>;
export type SampleVersion = z.infer<typeof sampleVersion>;
export type GeneratedSample = z.infer<typeof generatedSample>;

export const sampleStatuses = ['pending', 'accepted', 'rejected', 'gated'] as const;
export type SampleStatus = (typeof sampleStatuses)[number];

/** Reason that a gate held a sample back, and what shows it; the sample is stored all the same and can be let in by hand. */
export const gateVerdict = z.object({
  gate: z.string(),
  reason: z.string(),
  /** Sample that it is like, and how much: the Jaccard index of their shingles, 1 for the same text. */
  twin: z.object({ sample: z.string(), similarity: z.number().min(0).max(1) }).optional(),
  /** Item of a benchmark that it says: the words that both have, where they stand in a part of the sample and in the item. */
  leak: z
    .object({
      file: z.string(),
      /** Line, or number of the record, from 1. */
      line: z.int().positive(),
      share: z.number().min(0).max(1),
      part: z.string(),
      inPart: span,
      item: span.extend({ text: z.string() }),
    })
    .optional(),
});
export type GateVerdict = z.infer<typeof gateVerdict>;

/** One step of a sample's life as people read it. */
export interface HistoryEntry {
  readonly event: string;
  readonly at: string;
  readonly by: string;
  readonly what: 'generated' | 'gated' | 'regenerated' | 'edited' | 'accepted' | 'rejected' | 'restored' | 'undone' | 'redone';
  readonly note: string | null;
}

/** A sample as the fold of its events. */
export interface Sample {
  readonly id: string;
  readonly method: string;
  readonly run: string;
  readonly job: string;
  readonly set: SampledConceptSet;
  readonly references: readonly Reference[];
  /** Oldest first, those that were undone included; the current one is the last whose action stands. */
  readonly versions: readonly SampleVersion[];
  readonly current: SampleVersion;
  readonly status: SampleStatus;
  /** Reason for the rejection, in the reviewer's words. */
  readonly reason: string | null;
  readonly gate: GateVerdict | null;
  /** Reviewer who decided last; null while pending. */
  readonly reviewer: string | null;
  /** ISO time of the first and of the last event. */
  readonly createdAt: string;
  readonly changedAt: string;
  readonly history: readonly HistoryEntry[];
}
