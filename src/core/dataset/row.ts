import * as z from 'zod';
import { wellFormedJsonLine } from '../json-line.ts';
import { withoutJudgement } from '../quality/judgement.ts';
import type { Fields, Sample, SampleVersion } from '../samples/sample.ts';
import { afterEdit, columnsOf, type Content, partsOf, problemOfEdit, type ShapeId, shapeIds, shapes } from '../samples/shapes/index.ts';
import { legacyContent, shaped } from '../samples/shapes/legacy.ts';
import type { ContentColumns } from '../samples/shapes/shape.ts';
import { isEditedByHand, sameContent } from '../samples/versions.ts';
import { publishedModel } from './model-name.ts';
import { writtenByModel } from './written-by-model.ts';

/** One accepted sample as a line of `data/train-*.jsonl`: flat, every row with every column, whatever its shape and method. */
export interface DatasetRow extends ContentColumns {
  readonly id: string;
  /** Shape of the sample, which tells the content columns that say something. */
  readonly shape: ShapeId;
  readonly method: string;
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
  /** The labels of the set that it combines. */
  readonly question_concepts: readonly string[];
  readonly references: readonly { file: string; start: number; end: number; jaccard: number }[];
  readonly evidence: readonly { file: string; start: number; end: number; quote: string }[];
  /** The models and prompts of the version that a model wrote last; `edited` says that a hand changed it since. */
  readonly model: string | null;
  readonly answer_model: string | null;
  readonly prompt: string | null;
  readonly answer_prompt: string | null;
  readonly instruction: string | null;
  /** Further facts that the method tells, as a JSON object: its keys differ from method to method. */
  readonly fields: string;
  readonly edited: boolean;
  /** Id of the version shown, and of the one it was made from. */
  readonly version: string;
  readonly parent: string | null;
  readonly seed: number;
  readonly run: string;
  readonly reviewer: string | null;
  readonly created: string;
  readonly changed: string;
}

/** One rejected sample: the same columns and why, so that both read as one table. */
export interface RejectedRow extends DatasetRow {
  readonly reason: string;
  readonly by: string;
}

/** UTF-16 text as UTF-8 can hold it: half of a surrogate pair becomes U+FFFD, which readers of JSON otherwise refuse. */
const text = (value: string): string => value.toWellFormed();
const textOrNull = (value: string | null): string | null => value?.toWellFormed() ?? null;
const modelOrNull = (name: string | null): string | null => (name === null ? null : text(publishedModel(name)));

function contentColumns(content: Content): ContentColumns {
  const { messages, options, correct, ...texts } = columnsOf(content);
  return {
    question: textOrNull(texts.question),
    answer: textOrNull(texts.answer),
    final_answer: textOrNull(texts.final_answer),
    title: textOrNull(texts.title),
    text: textOrNull(texts.text),
    messages: messages?.map(({ role, content: said }) => ({ role, content: text(said) })) ?? null,
    options: options?.map(text) ?? null,
    correct,
    explanation: textOrNull(texts.explanation),
    chosen: textOrNull(texts.chosen),
    rejected: textOrNull(texts.rejected),
  };
}

export function datasetRow(sample: Sample): DatasetRow {
  const { current, set } = sample;
  const origin = writtenByModel(sample);
  return {
    id: sample.id,
    shape: current.content.shape,
    ...contentColumns(current.content),
    method: sample.method,
    topics: set.topics.map(text),
    concepts: set.concepts.map(text),
    question_concepts: current.concepts.map(text),
    references: sample.references.map(({ file, start, end, jaccard }) => ({ file: text(file), start, end, jaccard })),
    evidence: current.evidence.map(({ file, start, end, quote }) => ({ file: text(file), start, end, quote: text(quote) })),
    model: modelOrNull(origin.model),
    answer_model: modelOrNull(origin.answerModel),
    prompt: origin.prompt,
    answer_prompt: origin.answerPrompt,
    instruction: textOrNull(origin.instruction),
    fields: wellFormedJsonLine(publishedFields(fieldsOf(current, origin))),
    edited: isEditedByHand(current),
    version: current.id,
    parent: current.parent,
    seed: set.seed,
    run: sample.run,
    reviewer: textOrNull(sample.reviewer),
    created: sample.createdAt,
    changed: sample.changedAt,
  };
}

export function rejectedRow(sample: Sample): RejectedRow {
  return { ...datasetRow(sample), reason: text(sample.reason ?? ''), by: text(sample.reviewer ?? '') };
}

/** Of an edited version also what was told of the text that was edited, but for its scores. */
const fieldsOf = (current: SampleVersion, origin: SampleVersion): Fields =>
  origin === current ? (current.fields ?? {}) : { ...withoutJudgement(origin.fields ?? {}), ...current.fields };

const publishedFields = (fields: Fields): Fields =>
  typeof fields.judgeModel === 'string' ? { ...fields, judgeModel: publishedModel(fields.judgeModel) } : fields;

/** Fields that tell which state of which sample a line was written from. */
const line = z.object({ id: z.string(), version: z.string().optional(), shape: z.enum(shapeIds).optional() });

/** Content of a line, which may have been changed by hand, with what the line was written from. */
export interface DatasetLine {
  readonly id: string;
  readonly version?: string | undefined;
  /** A line that version 0.1 wrote tells no shape. */
  readonly content: Content | z.infer<typeof legacyContent>;
}

/** Reads one line of a shard. @returns why it cannot be read, as a reason, when it is no row any more. */
export function parseDatasetLine(source: string): DatasetLine | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return { reason: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = line.safeParse(value);
  if (!parsed.success) return notARow(parsed.error);
  const { id, version, shape } = parsed.data;
  const columns = z.record(z.string(), z.unknown()).parse(value);
  const content =
    shape === undefined ? legacyContent.safeParse(columns) : shapes[shape].schema.safeParse(shapes[shape].fromColumns(columns));
  return content.success ? { id, version, content: content.data } : notARow(content.error);
}

function notARow({ issues: [issue] }: z.ZodError): { readonly reason: string } {
  return { reason: `not a dataset row: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'invalid'}` };
}

/**
 * The edit that a person made to a line by hand, with what follows from it, or `undefined` when the line is merely older than the
 * journal: it shows its sample as some version of it stands there, or as a version that was made of the one it names and that others followed.
 */
export function editByHand(row: DatasetLine, sample: Sample): { readonly parent: string; readonly content: Content } | undefined {
  const { versions, current } = sample;
  const written = shaped(row.content, sample.method, versions[0]?.fields?.style);
  const shown = versions.find((version) => version.id === row.version);
  const content = shown === undefined ? written : afterEdit(shown.content, written);
  // As the line has it, or as what was made of it once.
  const columns = [written, content].map(contentColumns);
  const same = (version: SampleVersion) => columns.some((each) => sameContent(contentColumns(version.content), each));
  if (shown ? same(shown) : versions.some(same)) return undefined;
  if (same(current)) return undefined;
  const isFollowed = shown !== undefined && shown.id !== current.id;
  if (isFollowed && versions.some((version) => version.parent === shown.id && same(version))) return undefined;
  return { parent: shown?.id ?? current.id, content };
}

/** True for a line that may say too little: only its sample tells whether it said more. */
export const saysTooLittle = ({ content }: DatasetLine): boolean => {
  const parts = content.shape === undefined ? [content.question, content.answer] : requiredTexts(content);
  return parts.some((each) => each.trim() === '');
};

const requiredTexts = (content: Content): string[] => partsOf(content).flatMap((part) => (part.optional ? [] : [part.text]));

/** Why what a person made of a line is not taken as an edit, in words; null when it is, or nothing was edited. */
export function problemByHand(row: DatasetLine, sample: Sample): string | null {
  const edit = editByHand(row, sample);
  const parent = sample.versions.find(({ id }) => id === edit?.parent);
  return edit === undefined || parent === undefined ? null : problemOfEdit(parent.content, edit.content);
}
