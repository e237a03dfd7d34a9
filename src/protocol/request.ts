/** Traits of a request beside its parameters and its result. Whatever treats requests differently follows from them. */
import type * as z from 'zod';

/** Caller of a request: the panel through the extension, the extension for itself, the command line. */
export type FrontEnd = 'panel' | 'extension' | 'cli';

interface Traits {
  /** Nothing of it can be done before the corpus is read. */
  readonly readsCorpus: boolean;
  /** It is refused in restricted mode. */
  readonly needsTrust: boolean;
  /** It calls models, which may cost something. */
  readonly callsModels: boolean;
  /** It writes into the project's folder, or where it is told to. */
  readonly changes: boolean;
  /** It may take long, and says meanwhile how far it is. */
  readonly showsProgress: boolean;
}

export interface RequestDefinition extends Traits {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  readonly callers: readonly FrontEnd[];
  /** Parameters that lead to files from anywhere: only a person names these, so that the panel's requests are refused with them. */
  readonly notThePanels?: readonly string[];
}

/** Traits of requests that only look at what there is. */
export const looks = {
  readsCorpus: false,
  needsTrust: false,
  callsModels: false,
  changes: false,
  showsProgress: false,
} as const satisfies Traits;

/** Traits of requests that write and ask no model. In restricted mode nothing is written either: the folder may be somebody else's trap. */
export const writes = { ...looks, needsTrust: true, changes: true } as const satisfies Traits;

/** Traits of requests that ask models, and write what they reply. */
export const asksModels = {
  readsCorpus: true,
  needsTrust: true,
  callsModels: true,
  changes: true,
  showsProgress: true,
} as const satisfies Traits;
