/** Publishing an exported folder to the Hugging Face Hub. */
import * as z from 'zod';
import { parameters } from '../parameters.ts';
import { type RequestDefinition, writes } from '../request.ts';
import { count } from './common.ts';

/** As the Hub names repositories. */
const hubRepository = z
  .string()
  .regex(/^[\w][\w.-]{0,95}\/[\w][\w.-]{0,95}$/, 'a repository is named OWNER/NAME, of letters, digits, “-”, “_” and “.”');

const target = {
  /** Folder of an export, with its manifest. */
  directory: z.string(),
  repository: hubRepository,
  /** By default `main`. */
  branch: z.string().min(1).max(200).optional(),
  /** The user's, of the Hub; without one only what is public can be looked at. */
  token: z.string().min(1).optional(),
};

const plan = z.object({
  repository: z.string(),
  /** Page of the repository. */
  url: z.string(),
  /** False for one that publishing makes. */
  isThere: z.boolean(),
  /** User whom the token belongs to; null without one. */
  user: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), bytes: count, change: z.enum(['new', 'changed', 'same']) })),
  /** Data files and starts of an export before, which go. */
  removed: z.array(z.string()),
  /** Files of the repository that stay as they are. */
  kept: count,
  /** Bytes to send. */
  bytes: count,
  rows: count,
  license: z.string().nullable(),
});

export const publishRequests = {
  /** Dry run: what publishing would send, and change there. It writes nothing anywhere. */
  'publish/plan': { params: parameters(target), result: plan, ...writes, changes: false, callers: ['extension', 'cli'] },
  publish: {
    params: parameters({ ...target, private: z.boolean().default(true), message: z.string().min(1).max(200).optional() }),
    /** `commit`: page of the commit; null where everything was there already. */
    result: plan.extend({ commit: z.string().nullable() }),
    ...writes,
    showsProgress: true,
    callers: ['extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
