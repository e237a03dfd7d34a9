import type { Method } from './method.ts';

interface AskedFor {
  /** Samples or personas; 1 unless told. */
  readonly count?: number;
  readonly sources?: readonly { readonly tokens: number }[];
}

/** The most tokens that the reply to one call of a method may take, thoughts aside. */
export function replyLimit({ replyTokens }: Pick<Method, 'replyTokens'>, { count = 1, sources = [] }: AskedFor = {}): number {
  const { base, each = 0, perSourceToken = 0 } = replyTokens;
  return Math.ceil(base + each * count + perSourceToken * sources.reduce((sum, { tokens }) => sum + tokens, 0));
}
