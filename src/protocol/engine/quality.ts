/** Figures of samples as a set: how diverse they are, how their fields are distributed, and what of the corpus they cover. */
import * as z from 'zod';
import { measuredParts } from '../../core/quality/measured-text.ts';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';
import { sampleFilter } from './samples.ts';

/** Number of samples, and the filter line that leaves them; `isWhole` is false where the line names the first of them alone. */
const counted = z.object({ samples: count, line: z.string().nullable(), isWhole: z.boolean() });

const share = z.number().min(0).max(1);

const measuredSet = z.object({
  /** `samples`, `outside`, or a group's name. */
  id: z.string(),
  kind: z.enum(['samples', 'outside']),
  title: z.string(),
  counted,
  /** Texts that it has, and those that draws are taken from: fewer where there are very many, or where some say nothing. */
  texts: count,
  held: count,
  meanWords: z.number().nullable(),
  /** Texts that are measured by their beginning. */
  cut: count,
  /** Reason that it has no figures, in words. */
  tooSmall: z.string().nullable(),
  /** Mean number of tokens of a draw; null without draws. */
  drawTokens: z.number().nullable(),
});

/** Mean over the rounds, its standard error, and the standard deviation of a single draw. */
const spread = z.object({ mean: z.number(), standardError: z.number(), deviation: z.number() });

const measure = z.object({
  id: z.string(),
  title: z.string(),
  meaning: z.string(),
  higher: z.enum(['more diverse', 'less diverse', 'neither']),
  dependsOnOrder: z.boolean(),
  dependsOnSize: z.boolean(),
  /** Number of texts of each draw. */
  size: count,
  /** By set, in the order of the sets; null where a set has no figure. */
  figures: z.array(spread.nullable()),
});

const distribution = z.object({
  field: z.string(),
  title: z.string(),
  /** Samples that have it, and those that do not. */
  having: count,
  lacking: count,
  values: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('numbers'),
      mean: z.number(),
      median: z.number(),
      least: z.number(),
      most: z.number(),
      /** From the lower bound on, up to the upper one, which belongs to the next bin. */
      bins: z.array(z.object({ from: z.number(), to: z.number(), counted })),
    }),
    z.object({
      kind: z.literal('words'),
      /** The most frequent first. */
      words: z.array(z.object({ value: z.string(), counted })),
      /** Other values, and how many samples have them. */
      rest: z.object({ values: count, samples: count }),
    }),
  ]),
});

const covered = z.object({ total: count, covered: count });
const leastCovered = z.object({ id: z.string(), label: z.string(), frequency: count, counted });

const unigrams = z.object({
  /** Test texts, in words, and the samples as training texts. */
  test: z.object({ what: z.string(), words: count, types: count }),
  train: z.object({ what: z.string(), words: count, types: count }),
  typeCoverage: share.nullable(),
  tokenCoverage: share.nullable(),
  /** KL(test‖train) in nats, both smoothed by `smoothing` over the union of their words. */
  divergence: z.number().nonnegative().nullable(),
  smoothing: z.number(),
  /** Words that add most to it, function words aside, in nats, with their numbers in each, and a line of the samples that have a word. */
  most: z.array(z.object({ word: z.string(), test: count, train: count, adds: z.number(), line: z.string().nullable() })),
  /**
   * Function words, and numbers in figures, that add to it and are not listed: how many, and how much together. `languages`: those of the test texts, in
   * ISO 639-1, for which there is a list; without one, numbers alone are told from others.
   */
  functionWords: z.object({ languages: z.array(z.string()), words: count, adds: z.number() }),
});

const similarity = z.object({
  method: z.string(),
  title: z.string(),
  documents: count,
  pairs: count,
  mean: z.number(),
  /** Pairs by cosine. */
  bins: z.array(z.object({ from: z.number(), to: z.number(), pairs: count })),
  /** Samples that were compared. */
  counted,
});

const clustering = z.object({
  /** The set's id. */
  set: z.string(),
  /** Clusters of its first draw, the largest first: how many texts they have, and of samples, which. */
  clusters: z.array(z.object({ texts: count, counted })),
});

export const qualityRequests = {
  /** Where a filter names neither status nor ids, pending and accepted samples are meant. */
  'quality/measure': {
    params: parameters({
      filter: sampleFilter.default({}),
      /** Path of a JSON Lines file that the samples are compared with, and the field of its texts where it has an unusual name. */
      against: z.string().min(1).optional(),
      againstField: z.string().min(1).optional(),
      groupBy: z.enum(['run', 'method', 'writer']).optional(),
      /** Filters whose samples are compared with each other, in place of groups; distributions and coverage stay those of `filter`. */
      compare: z.array(sampleFilter).min(2).max(12).optional(),
      part: z.enum(measuredParts).default('question'),
      /** Number of draws of each set. */
      rounds: z.int().min(2).max(200).default(20),
      seed: z.int().nonnegative().default(0),
    }),
    result: z.object({
      counted,
      part: z.enum(measuredParts),
      rounds: count,
      seed: count,
      sets: z.array(measuredSet),
      /** Groups beyond the largest, which are not measured: how many, and their samples. */
      otherGroups: z.object({ groups: count, samples: count }),
      measures: z.array(measure),
      distributions: z.array(distribution),
      coverage: z.object({
        topics: covered,
        concepts: covered,
        edges: covered.extend({ isExact: z.boolean() }),
        /** Samples whose set holds nothing of the graph as it is now. */
        without: count,
        leastTopics: z.array(leastCovered),
        leastConcepts: z.array(leastCovered),
      }),
      unigrams: z.array(unigrams),
      similarity: z.array(similarity),
      clusters: z.array(clustering),
      /** What there is no figure of, and why. */
      leftOut: z.array(z.object({ what: z.string(), reason: z.string() })),
      /** Lines of the file that have no text, by reason. */
      passedOver: z.array(z.object({ reason: z.string(), count, lines: z.array(count) })),
      /** How the figures are to be read. */
      notes: z.array(z.string()),
    }),
    ...looks,
    readsCorpus: true,
    callers: ['panel', 'cli'],
    notThePanels: ['against', 'againstField'],
  },
} as const satisfies Record<string, RequestDefinition>;
