/** Samples that say what items of a benchmark say. */
import * as z from 'zod';
import { ngramSizes } from '../../core/quality/leakage/ngram-sizes.ts';
import { sampleStatuses } from '../../core/samples/sample.ts';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';
import { sampleFilter } from './samples.ts';

const share = z.number().min(0).max(1);
const lines = z.array(z.int().positive());
/** Offsets in UTF-16 code units. */
const textSpan = { start: count, end: count };

const verdict = z.enum(['leaked', 'flagged']);

/** A part of a sample, and an item of a benchmark that has words in common with it. */
const hit = z.object({
  /** Name of the part, as `samples/get` has it. */
  part: z.string(),
  file: z.string(),
  /** Line, or number of the record, from 1. */
  line: z.int().positive(),
  verdict,
  /** The shared words as the part has them, and where they stand there. */
  ngram: z.string(),
  inPart: z.object(textSpan),
  /** Text of the item, or what stands around the shared words in a long one; where these are in it. */
  item: z.object({ text: z.string(), ...textSpan }),
  /** Share of the item's characters in blocks of more than five that both have, and of its words in n-grams. */
  share,
  coverage: share,
});

const benchmark = z.object({
  /** Path below the project's folder; of a file from elsewhere its name. */
  file: z.string(),
  items: count,
  /** Items with fewer than five words, which are not looked for; lines of the first hundred. */
  tooShort: z.object({ count, lines }),
  /** Fields that the items were taken from, and records that gave none. */
  fields: z.array(z.object({ name: z.string(), count })),
  passedOver: z.array(z.object({ reason: z.string(), count, lines })),
  /** Samples with a hit in it, by the worst of these. */
  leaked: count,
  flagged: count,
  /** Items of which a sample has more than the share; as a share of all items, `coverage`. */
  leakedItems: count,
  coverage: share,
});

export const leakageRequests = {
  /** Looks for items of benchmarks in samples: those pending or accepted, where the filter names neither status nor ids. The samples of which most leaked come first. */
  'quality/leakage': {
    params: parameters({
      filter: sampleFilter.optional(),
      /** Files, absolute or from the project's folder; by default those of the settings. So have the next two. */
      against: z.array(z.string().min(1)).min(1).max(1000).optional(),
      ngram: z.literal(ngramSizes).optional(),
      share: share.optional(),
      /** Field of the items' texts; by default the first that benchmarks ask by. */
      field: z.string().min(1).optional(),
      offset: count.default(0),
      limit: z.int().positive().max(1000).default(100),
    }),
    result: z.object({
      ngram: z.literal(ngramSizes),
      share,
      /** Samples that were looked at, and those that have hits, by the worst of them. */
      looked: count,
      leaked: count,
      flagged: count,
      /** None where no benchmark is named. */
      benchmarks: z.array(benchmark),
      samples: z.array(
        z.object({
          sample: z.string(),
          status: z.enum(sampleStatuses),
          label: z.string(),
          verdict,
          /** The largest share first; `more`: how many there are besides, at the least. */
          hits: z.array(hit),
          more: count,
        }),
      ),
    }),
    ...looks,
    showsProgress: true,
    callers: ['panel', 'cli'],
    notThePanels: ['against', 'field'],
  },
} as const satisfies Record<string, RequestDefinition>;
