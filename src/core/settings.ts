import { clusterSettings, smallMeasure } from './quality/cluster-agent/settings.ts';
import { leastThreshold } from './quality/near-duplicates/threshold.ts';
import * as z from 'zod';
import { mixtureSettings } from './planning/mixture/settings.ts';
import { columnMapping } from './dataset/import/mapping.ts';
import { defaultInclude } from './corpus/extensions.ts';
import { problemOfGlob } from './corpus/corpus-globs.ts';
import { ngramSizes } from './quality/leakage/ngram-sizes.ts';
import { encodingNamed, encodingNames } from './corpus/encodings.ts';
import { type TextFormat, textFormats } from './corpus/text-formats.ts';

const steps = z
  .tuple([z.int().nonnegative(), z.int().nonnegative()])
  .refine(([min, max]) => min <= max, 'the first number must not be larger than the second');

/** Folders of the project that are not the user's to write a dataset into. */
const reserved = new Set(['.loom', '.git', 'node_modules']);

const segments = (path: string): string[] => path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');

/** As file systems that ignore case and trailing dots see it. */
const isReserved = (segment: string): boolean => reserved.has(segment.toLowerCase().replace(/[. ]+$/, ''));

const isInside = (path: string): boolean => !/^([/\\]|[a-zA-Z]:)/.test(path) && !segments(path).includes('..');

/** A folder below the project's own, with forward slashes whatever it was written with. */
const folder = z
  .string()
  .min(1)
  .refine(isInside, 'must lie inside the project folder')
  .refine((path) => segments(path).length > 0, 'must be a folder of its own inside the project folder, such as “dataset”')
  .refine((path) => !segments(path).some(isReserved), `must not lie in ${[...reserved].join(', ')}; take a folder such as “dataset”`)
  .transform((path) => segments(path).join('/'));

/** Most patterns in a list: every file is matched against each of them. */
const patterns = 100;

const pattern = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const message = problemOfGlob(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** What a folder from elsewhere may have read stays inside of it. */
const benchmarkFiles = pattern.refine(isInside, 'must lie inside the project folder');

/** The field of a record's text where the settings name none. */
export const defaultTextField = 'text';

/** One value for all files, or one for those of each pattern, of which the first that fits a file decides. */
const perFile = <T extends string>(value: z.ZodType<T>) =>
  z.union([
    value,
    z.record(pattern, value).refine((values) => Object.keys(values).length <= patterns, `must not have more than ${patterns} patterns`),
  ]);

/** `.loom/project.yaml`. Every field has a default: an empty file is a valid project. */
export const projectSettings = z.strictObject({
  name: z.string().min(1).optional(),
  corpus: z
    .strictObject({
      include: z.array(pattern).min(1).max(patterns).default([defaultInclude]),
      exclude: z.array(pattern).max(patterns).default([]),
      /** The field that holds the text of a record, or the path to it. */
      textField: perFile(z.string().min(1)).default(defaultTextField),
      /** What the text of a record is written in; `auto`: what it plainly is. */
      textFormat: perFile<TextFormat | 'auto'>(z.enum(['auto', ...textFormats])).default('auto'),
      /** Encoding of files that are not UTF-8 and do not say themselves what they are. */
      encoding: perFile(
        z.string().refine((name) => encodingNamed(name) !== undefined, `must be one of ${encodingNames.join(', ')}`),
      ).optional(),
      /** What is taken of an HTML page: its article alone, or all that it shows. */
      html: z.enum(['article', 'all']).default('article'),
    })
    .prefault({}),
  passages: z.strictObject({ tokens: z.int().min(50).max(100_000).default(800) }).prefault({}),
  graph: z
    .strictObject({
      /** Unit that counts as one document for co-occurrence. */
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
      /** Embeds documents for the filter; without one, ratings are predicted from words. A model behind an endpoint. */
      embeddings: z.string().min(1).optional(),
      /** True when replies that write samples are asked for with the log-probabilities of their tokens, of which a sample's perplexity is made. */
      logProbabilities: z.boolean().default(false),
    })
    .prefault({}),
  /** Brief on the samples wanted, for every template; where nothing is said, what most extractions found, or the documents themselves. */
  prompts: z
    .strictObject({
      domain: z.string().min(1).optional(),
      audience: z.string().min(1).optional(),
      level: z.string().min(1).optional(),
      language: z.string().min(1).optional(),
    })
    .prefault({}),
  filter: z
    .strictObject({
      /** True when documents rated below the threshold stay out of graph and generation. */
      enabled: z.boolean().default(false),
      /** On the rating from 1 to 10; the paper's is 6.5 (SynthLLM §3.1). */
      threshold: z.number().min(1).max(10).default(6.5),
      /** Files that are in, and files that are out, whatever their rating. */
      keep: z.array(z.string()).default([]),
      drop: z.array(z.string()).default([]),
    })
    .prefault({}),
  answers: z
    .strictObject({
      /** Answers drawn for each question; of several, one that comes to what most of them come to is kept. */
      samples: z.int().min(1).max(32).default(1),
    })
    .prefault({}),
  examples: z
    .strictObject({
      /** Accepted samples of the same method that its next prompts show, those that share most concepts first; 0 for none. */
      accepted: z.int().min(0).max(10).default(0),
    })
    .prefault({}),
  coverage: z
    .strictObject({
      /** Order in which concept sets are asked about: as they were walked, or those first whose concepts have the fewest samples. */
      order: z.enum(['walk', 'least-covered']).default('walk'),
      /** True when prompts name the questions and combinations that were kept before, to steer away from them. */
      steer: z.boolean().default(true),
    })
    .prefault({}),
  gates: z
    .strictObject({
      /** Holds back what is no sample: a statement in place of a question, an echo, a copy, a rest of the form, a loop. */
      nonSamples: z.boolean().default(true),
      selfContained: z.boolean().default(true),
      /** Holds back what is written in another language than `prompts.language`, or than its sources. */
      language: z.boolean().default(true),
      /** Words that a sample has at least and at most, all its parts together. */
      length: z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(1).optional() }).prefault({}),
      exactDuplicates: z.boolean().default(true),
      /** Similarity (Jaccard index of word shingles) from which on a text is a near-duplicate of a kept one; null lets all through. */
      nearDuplicates: z.number().min(leastThreshold).max(1).nullable().default(0.7),
      /** Cosine of embeddings from which on a text says the same as a kept one in other words; null lets all through. Needs models.embeddings. */
      meaning: z.number().min(0.5).max(1).nullable().default(null),
      /** The mean score from 1 to 5 that a judged sample needs; null lets all through. */
      judge: z.number().min(1).max(5).nullable().default(null),
      /** Holds back what says what an item of a benchmark says. */
      leakage: z
        .strictObject({
          /** Files of benchmarks, or patterns of them, below the project's folder; without any, nothing is held back. */
          files: z.array(benchmarkFiles).max(patterns).default([]),
          /** Words in a row that a sample has to share with an item to be compared with it. */
          ngram: z.literal(ngramSizes).default(10),
          /** Share of an item's text above which it is in the sample. */
          share: z.number().min(0).max(1).default(0.5),
          /** `blocks`: what has more than that share of an item; `ngrams`: also what shares so many words in a row with one. */
          hold: z.enum(['blocks', 'ngrams']).default('blocks'),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Sizes in which a model measures diversity where nothing else is said; by default those of a first look. */
  diversity: z
    .strictObject({
      samplesPerDraw: clusterSettings.shape.samplesPerDraw.default(smallMeasure.samplesPerDraw),
      draws: clusterSettings.shape.draws.default(smallMeasure.draws),
      criteria: clusterSettings.shape.criteria.default(smallMeasure.criteria),
      size: clusterSettings.shape.size.default(smallMeasure.size),
      rounds: clusterSettings.shape.rounds.default(smallMeasure.rounds),
    })
    .prefault({}),
  /** Mappings that imports were told, each for sets with these columns. */
  imports: z.array(z.strictObject({ columns: z.array(z.string()).min(1), mapping: columnMapping })).default([]),
  /** What a training mixture is planned by, where nothing else is said. */
  mixture: mixtureSettings(
    z.string().min(1).refine(isInside, 'must lie inside the project folder; name other files with --source'),
  ).prefault({}),
  dataset: folder.default('dataset'),
});

export type ProjectSettings = z.infer<typeof projectSettings>;
