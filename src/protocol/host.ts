/**
 * Requests of the engine to the process that started it: for what only VS Code has. A host that is not there (the command
 * line) is asked nothing.
 */
import * as z from 'zod';
import { parameters } from './parameters.ts';
import { modelFolder, openedProfile } from './profile.ts';

const chatMessage = parameters({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

/** Reason that VS Code's model gave no reply; the words are for people and hold nothing of the prompt. */
const chatFailure = z.object({
  kind: z.enum(['not-found', 'auth', 'quota', 'rate-limited', 'content-filter', 'bad-request', 'server']),
  message: z.string(),
});

export const hostRequests = {
  /** A configured model by its name, with its key; null when there is none of that name. */
  'host/profile': { params: parameters({ name: z.string() }), result: z.object({ profile: openedProfile.nullable() }) },
  /** The folder of a sentence model by the name that follows `onnx/`; null when there is none of that name. */
  'host/model-folder': { params: parameters({ name: z.string() }), result: z.object({ folder: modelFolder.nullable() }) },
  /** A reply of a model of VS Code's, by the id that follows `vscode/`; pieces of it come as `host/delta` with the same `chat`. */
  'host/chat': {
    params: parameters({ chat: z.string(), model: z.string(), messages: z.array(chatMessage) }),
    result: z.union([
      z.object({ text: z.string(), promptTokens: z.int().nonnegative(), completionTokens: z.int().nonnegative() }),
      chatFailure,
    ]),
  },
} as const;

export const hostNotifications = {
  'host/delta': z.object({ chat: z.string(), text: z.string() }),
} as const;

type EngineHostRequests = typeof hostRequests;
export type EngineHostMethod = keyof EngineHostRequests;
export type EngineHostParams<M extends EngineHostMethod> = z.output<EngineHostRequests[M]['params']>;
export type EngineHostResult<M extends EngineHostMethod> = z.output<EngineHostRequests[M]['result']>;
