/** Methods and their prompts. */
import * as z from 'zod';
import { shapeIds } from '../../core/samples/shapes/index.ts';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition } from '../request.ts';
import { count, none, sampledSet } from './common.ts';

const chatMessage = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

const method = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** The names its template may use, and what each holds. */
  variables: z.array(z.object({ name: z.string(), holds: z.string() })),
  /** The form of its replies, in words. */
  output: z.string(),
  needs: z.array(z.enum(['graph', 'references', 'answers', 'judge', 'personas'])),
  /** True when the built-in offline model can serve it. */
  offline: z.boolean(),
  samples: z
    .object({
      /** The shapes of what it makes. */
      shapes: z.array(z.enum(shapeIds)),
      source: z.enum(['passage', 'concept-set']),
      /** The default first. */
      styles: z.array(z.string()),
    })
    .nullable(),
});

export const methodRequests = {
  /** Lists what can be done with a corpus; those with `samples` make some. */
  'methods/list': { params: none, result: z.object({ methods: z.array(method) }), ...looks, callers: ['extension', 'cli'] },
  /** The exact messages of any method, as a run would send them first; asks no model. */
  'prompts/preview': {
    params: parameters({
      method: z.string(),
      seed: z.int(),
      /** Place in the seed's passages or concept sets; the corpus's passages or documents; the samples, the latest first; or the calls. */
      ordinal: count.default(0),
      style: z.string().optional(),
      /** Only what lies in, or refers to, this file. */
      file: z.string().optional(),
    }),
    result: z.object({
      messages: z.array(chatMessage),
      tokens: count,
      /** Set that the messages were rendered for. A method that makes no samples has no concepts chosen for it. */
      set: sampledSet,
      /** The sample that an answer or a judgement is asked for. */
      sample: z.object({ id: z.string(), label: z.string() }).nullable(),
    }),
    ...looks,
    readsCorpus: true,
    callers: ['extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
