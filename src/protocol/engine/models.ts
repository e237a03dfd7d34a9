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
  /** Lists the sentence models that can be downloaded, with their host, and the folder they come into; null where the environment tells none. */
  'models/published': {
    params: none,
    result: z.object({
      host: z.string(),
      into: z.string().nullable(),
      models: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          about: z.string(),
          licence: z.string(),
          /** Bytes that a download takes. */
          bytes: count,
          /** A folder of its name is there; whether it is whole, a download looks. */
          isThere: z.boolean(),
        }),
      ),
    }),
    ...looks,
    callers: ['extension'],
  },
  /** Downloads a sentence model into the user's data folder, where `loom` finds it too; what is there and whole, not again. */
  'models/download': {
    params: parameters({ name: z.string().min(1) }),
    result: z.object({ model: z.string(), folder: z.string(), wasThere: z.boolean(), revision: count }),
    ...writes,
    showsProgress: true,
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
