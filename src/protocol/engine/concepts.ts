/** Concepts, their graph, and sets sampled from it. */
import * as z from 'zod';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition } from '../request.ts';
import { conceptRef, count, sampledSet } from './common.ts';

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
  /** Centre of the view, in words ("tides.md and its neighbours"). */
  title: z.string(),
  nodes: z.array(conceptRef.extend({ frequency: count, covered: z.boolean(), inFocus: z.boolean() })),
  edges: z.array(z.object({ source: z.string(), target: z.string(), frequency: count })),
  /** Number of further nodes that the whole graph has. */
  omitted: count,
});

const graphFocus = z.discriminatedUnion('kind', [
  parameters({ kind: z.literal('all') }),
  parameters({ kind: z.literal('file'), file: z.string() }),
  parameters({ kind: z.literal('concept'), concept: z.string() }),
]);

export const conceptRequests = {
  'concepts/list': {
    params: parameters({
      kind: z.enum(['topic', 'concept']).optional(),
      /** Only neighbours of this concept. */
      near: z.string().optional(),
      query: z.string().optional(),
      offset: count.default(0),
      limit: z.int().positive().max(1000).default(200),
    }),
    result: z.object({ total: count, concepts: z.array(conceptSummary) }),
    ...looks,
    readsCorpus: true,
    callers: ['extension'],
  },
  'concepts/get': { params: parameters({ concept: z.string() }), result: conceptDetail, ...looks, readsCorpus: true, callers: ['panel'] },
  'graph/view': {
    params: parameters({ focus: graphFocus, limit: z.int().positive().max(2000).default(120) }),
    result: graphView,
    ...looks,
    readsCorpus: true,
    callers: ['panel'],
  },
  'sets/sample': {
    params: parameters({ count: z.int().positive(), seed: z.int() }),
    result: z.object({ sets: z.array(sampledSet) }),
    ...looks,
    readsCorpus: true,
    callers: ['panel', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
