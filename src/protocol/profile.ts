/** A model behind an endpoint, as its user describes it once: in VS Code's machine settings, or in a file for the command line. */
import * as z from 'zod';

/** US dollars a million tokens. */
const price = z.strictObject({ prompt: z.number().nonnegative(), completion: z.number().nonnegative() });

/** Never holds a key: keys are kept apart, by endpoint. */
export const modelProfile = z.strictObject({
  /** Up to and including the version: `https://api.openai.com/v1`. */
  url: z
    .url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://, as in https://api.openai.com/v1' })
    .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), 'must not hold a user name or password'),
  /** The model's id at that endpoint. */
  model: z.string().min(1),
  /** The header that carries the key; Azure has `api-key`. */
  keyHeader: z.enum(['authorization', 'api-key']).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  price: price.optional(),
  temperature: z.number().min(0).max(2).optional(),
  /** The longest reply, reasoning included. */
  maxReplyTokens: z.int().positive().optional(),
  /** Requests under way at once, at most. */
  maxConcurrent: z.int().min(1).max(1024).optional(),
  /** True for a model that thinks first; guessed from its id when not said. */
  reasoning: z.boolean().optional(),
});

/** Prefixes of the ids of other models. */
const reserved = /^(builtin|recorded|vscode|onnx)\//;

/** Name of a profile, which is also the model's id in a project's settings. */
export const profileName = z
  .string()
  .refine(
    (name) => name.trim() !== '' && !reserved.test(name),
    'a name must not be empty, nor begin with builtin/, recorded/, vscode/ or onnx/',
  );

/** Folder with a sentence model's weights and tokenizer on the user's machine; a project names it `onnx/` and its name. */
export const modelFolder = z
  .string()
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'must be an absolute path, as in /home/me/models/all-MiniLM-L6-v2');

/** A model of one's own processor, in a file of profiles. */
export const folderProfile = z.strictObject({ folder: modelFolder });

/** A profile with what opens it. */
export const openedProfile = modelProfile.extend({ apiKey: z.string().min(1).optional() });

export type Price = z.infer<typeof price>;
export type ModelProfile = z.infer<typeof modelProfile>;
export type OpenedProfile = z.infer<typeof openedProfile>;
