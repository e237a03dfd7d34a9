/** Planning of a training mixture: natural and synthetic text, kind by kind, and what is still to be made of it. */
import * as z from 'zod';
import { evidenceTrusts } from '../../core/planning/mixture/evidence.ts';
import { mixtureKinds } from '../../core/planning/mixture/kinds.ts';
import { mixtureEpochs, mixtureShares, sourceName } from '../../core/planning/mixture/settings.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';
import { runEstimate } from './runs.ts';

const kind = z.enum(mixtureKinds);
const tokens = z.number().nonnegative();
const budget = z.number().min(1).max(1e15);

/** What is left out here, the settings say (`mixture` in `project.yaml`), and for the rest the evidence; an empty object takes the evidence at once. */
export const mixtureAsked = parameters({
  /** Training tokens; null for natural text once, with its share of the whole. */
  budget: budget.nullable().optional(),
  /** Percent of the training tokens, by kind; kinds that are not named part the rest as is suggested. */
  shares: mixtureShares.optional(),
  /** Most passes, by kind or by the name of a source. */
  epochs: mixtureEpochs.optional(),
});

const mixtureChoice = mixtureAsked.extend({
  /** Natural sources beside the corpus and those of the settings: so many tokens as somebody has counted, or a file. */
  sources: z
    .array(
      parameters({
        name: sourceName,
        tokens: budget.optional(),
        rows: z.int().positive().optional(),
        path: z.string().min(1).optional(),
        field: z.string().min(1).optional(),
      }),
    )
    .max(100)
    .optional(),
});

const source = z.object({
  name: z.string(),
  kind,
  /** Unique tokens, and their rows; null where nobody has counted these. */
  tokens,
  rows: count.nullable(),
  /** Passes over it, and those that are allowed. */
  epochs: z.number().nonnegative(),
  allowed: z.number(),
});

const planned = z.object({
  kind,
  title: z.string(),
  /** Percent of the training tokens, and what is suggested. */
  share: z.number(),
  suggested: z.number(),
  evidence: z.object({
    kind,
    text: z.string(),
    trust: z.enum(evidenceTrusts),
    /** Shares that were found best; null where none were. */
    best: z.object({ from: z.number(), to: z.number() }).nullable(),
    /** Share above which there is a warning; null where any may be right. */
    most: z.number().nullable(),
  }),
  /** Training tokens, and the unique ones that are there. */
  tokens,
  there: tokens,
  /** Passes that are allowed over it, also over what is still to be made; a source may have a number of its own. */
  allowed: z.number(),
  sources: z.array(source),
  /** Tokens of one sample, and what that is taken from. */
  tokensPerSample: z.number().nonnegative(),
  lengthFrom: z.enum(['accepted', 'pending', 'usual']),
  /** Share of decided samples that were accepted; null while too few were decided on. */
  acceptance: z.number().nullable(),
  /** Samples that wait for review. */
  waiting: count,
  /** Unique tokens that are lacking, and the samples for them; null where nothing is, or no run makes it. */
  make: z.object({ tokens, accepted: count, fromWaiting: count, samples: count }).nullable(),
  /** Training tokens that nothing there, and no run, gives. */
  short: tokens,
  warnings: z.array(z.string()),
});

/** Run that makes what is lacking of a kind, or what of it one run can make. */
const run = z.object({
  kind,
  method: z.string(),
  style: z.string().nullable(),
  count: count,
  /** Samples that take further runs, planned anew after this one. */
  later: count,
  /** Null where it could not be started. */
  estimate: runEstimate.nullable(),
  /** Reason that it could not, and what to do. */
  problem: z.string().nullable(),
  /** The same on the command line. */
  command: z.string(),
});

const needs = runEstimate.pick({ calls: true, tokens: true, cost: true, durationMs: true });

/** Part of the mixture as training libraries take it, once all that can be made is there. */
const part = z.object({
  name: z.string(),
  kind,
  tokens,
  /** Share of the tokens, from 0 to 1, for Megatron-style blends. */
  weight: z.number(),
  /** Probability of the next row, for `interleave_datasets`; null where the rows of some source were not counted. */
  probability: z.number().nullable(),
});

export const mixtureRequests = {
  /** Plans a mixture of what is there and what is to be made. Asks no model. */
  'plan/mixture': {
    params: mixtureChoice,
    result: z.object({
      budget: z.number(),
      isBudgetGiven: z.boolean(),
      /** What was asked for here or in the settings. */
      asked: z.object({ budget: z.number().nullable(), shares: mixtureShares, epochs: mixtureEpochs }),
      /** Vocabulary that tokens are counted in. */
      tokenizer: z.string(),
      kinds: z.array(planned),
      parts: z.array(part),
      runs: z.array(run),
      /** Of the runs that can be started; `cost` is null where a price is not known. */
      expected: needs,
      /** The same with all further runs, at the pace and price of the first. */
      whole: needs,
      /** Where the mixture leaves what is known. */
      warnings: z.array(z.string()),
      /** What is to be known before the figures are believed. */
      notes: z.array(z.string()),
    }),
    ...looks,
    readsCorpus: true,
    showsProgress: true,
    callers: ['panel', 'extension', 'cli'],
    notThePanels: ['sources'],
  },
  /** Writes what of a plan is to be kept into the settings; null forgets it. */
  'mixture/set': {
    params: parameters({
      budget: budget.nullable().optional(),
      shares: mixtureShares.nullable().optional(),
      epochs: mixtureEpochs.nullable().optional(),
      /** A natural source by what somebody has counted of it; `tokens` null takes it away. */
      source: parameters({ name: sourceName, tokens: budget.nullable(), rows: z.int().positive().optional() }).optional(),
    }),
    result: z.object({ revision: z.int() }),
    ...writes,
    callers: ['panel'],
  },
  /** Writes the mixture of what is there: data by source, a manifest, and what training libraries mix them by. */
  'mixture/write': {
    params: mixtureChoice.extend({
      /** Folder that the mixture has to itself. */
      directory: z.string(),
      replace: z.boolean().optional(),
      /** Of the order in which `interleave.py` draws. */
      seed: z.int().nonnegative().optional(),
    }),
    result: z.object({
      folder: z.string(),
      budget: z.number(),
      /** Every file, the manifest last. */
      files: z.array(z.string()),
      parts: z.array(part.extend({ rows: count.nullable(), epochs: z.number() })),
      /** Kinds that have a share and no text yet, or too little. */
      lacking: z.array(z.object({ kind, tokens })),
      /** Accepted samples that have no text of their own, by why not. */
      leftOut: z.array(z.object({ reason: z.string(), count })),
      notes: z.array(z.string()),
    }),
    ...writes,
    readsCorpus: true,
    showsProgress: true,
    callers: ['extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
