import * as z from 'zod';

const steps = z
  .tuple([z.int().nonnegative(), z.int().nonnegative()])
  .refine(([least, most]) => least <= most, 'the first number must not be larger than the second');

const folder = z
  .string()
  .min(1)
  .refine((path) => !/^([/\\]|[a-zA-Z]:)/.test(path) && !path.split(/[/\\]/).includes('..'), 'must lie inside the project folder');

/** `.loom/project.yaml`. Every field has a default: an empty file is a valid project. */
export const projectSettings = z.strictObject({
  name: z.string().min(1).optional(),
  corpus: z
    .strictObject({
      include: z.array(z.string().min(1)).min(1).default(['**/*.{md,mdx,txt,rst,html,htm,jsonl,csv}']),
      exclude: z.array(z.string().min(1)).default([]),
      /** The field of a JSONL or CSV record that holds its text. */
      textField: z.string().min(1).default('text'),
    })
    .prefault({}),
  passages: z.strictObject({ tokens: z.int().min(50).max(100_000).default(800) }).prefault({}),
  graph: z
    .strictObject({
      /** What counts as one document for co-occurrence. */
      unit: z.enum(['passage', 'file']).default('passage'),
      minDocumentFrequency: z.int().min(1).default(1),
    })
    .prefault({}),
  walk: z
    .strictObject({
      epochs: z.int().min(1).max(1000).default(5),
      topicSteps: steps.default([1, 2]),
      topicConceptSteps: steps.default([1, 1]),
      conceptSteps: steps.default([3, 4]),
    })
    .prefault({}),
  models: z
    .strictObject({
      questions: z.string().min(1).default('builtin/extractive'),
      answers: z.string().min(1).default('builtin/extractive'),
      /** The one for questions unless named. */
      judge: z.string().min(1).optional(),
    })
    .prefault({}),
  prompts: z
    .strictObject({
      domain: z.string().default('the subject of the documents'),
      audience: z.string().default('a student of the subject'),
      language: z.string().default('the language of the documents'),
    })
    .prefault({}),
  gates: z
    .strictObject({
      exactDuplicates: z.boolean().default(true),
      selfContained: z.boolean().default(true),
    })
    .prefault({}),
  dataset: folder.default('dataset'),
});

export type ProjectSettings = z.infer<typeof projectSettings>;
