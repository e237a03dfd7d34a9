/** Models to choose from. */
import * as z from 'zod';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { openedProfile } from '../profile.ts';
import { count, none } from './common.ts';

/** Uses of a project's chat models: `judge` falls back to the one for questions. */
const chatUses = ['questions', 'answers', 'judge'] as const;

const modelEntry = z.object({
  id: z.string(),
  source: z.enum(['builtin', 'environment', 'profile', 'local', 'folder', 'recorded', 'vscode']),
  reachable: z.boolean(),
  /** Address at which the model answers; null for what needs no endpoint. */
  endpoint: z.string().nullable(),
  /** Tokens of its context, where its endpoint tells. */
  context: count.optional(),
});

export const modelRequests = {
  /** Lists the models to choose from: servers on the usual local ports are asked. */
  'models/list': { params: none, result: z.object({ models: z.array(modelEntry) }), ...looks, callers: ['extension', 'cli'] },
  /** Writes the choice into `.loom/project.yaml`, whose comments stay; null for none. */
  'models/choose': {
    params: z.union([
      parameters({ use: z.enum(chatUses), model: z.string().min(1) }),
      parameters({ use: z.literal('embeddings'), model: z.string().min(1).nullable() }),
    ]),
    result: z.object({ revision: count }),
    ...writes,
    callers: ['extension'],
  },
  /** Tries an endpoint: which models it lists, and whether the one named replies, or embeds; `problem` says what failed. */
  'models/check': {
    params: parameters({ profile: openedProfile, embeds: z.boolean().optional() }),
    result: z.object({ models: z.array(z.string()), problem: z.string().nullable() }),
    ...looks,
    needsTrust: true,
    callsModels: true,
    callers: ['extension'],
  },
} as const satisfies Record<string, RequestDefinition>;
