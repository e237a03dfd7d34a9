import type { ChatRequest } from '../chat-model.ts';
import { contextSize } from './context-size.ts';
import type { RequestRefusal } from './refusals.ts';

/** The fewest tokens left for a reply with which a request is worth sending. */
const minReplyTokens = 256;
/** What chat templates add, and servers keep for themselves. */
const reserve = 16;
/** Factor by which another tokenizer may count more than ours. */
const slack = 1.1;

/** A request with another limit for its reply. */
export const withReply = (request: ChatRequest, maxTokens: number): ChatRequest => ({
  ...request,
  sampling: { ...request.sampling, maxTokens },
});

/**
 * The limit with which a reply fits into the context beside its prompt, after a request was refused as too long; undefined where the
 * prompt alone is too long, or the error is another.
 */
export function shorterReply(refusal: RequestRefusal, asked: number, promptTokens: () => number): number | undefined {
  const size = contextSize(refusal.error, asked);
  if (size === undefined) return undefined;
  // Of a server that tells no sizes, a quarter is tried.
  if (size.limit === undefined) return asked >= 4 * minReplyTokens ? Math.floor(asked / 4) : undefined;
  const room = size.limit - (size.prompt ?? Math.ceil(promptTokens() * slack)) - reserve;
  const shorter = room < asked ? room : Math.floor(asked / 2);
  return shorter >= Math.min(minReplyTokens, asked) && shorter < asked ? shorter : undefined;
}

/** The limit with which a reply fits into a context that is known; undefined where the prompt leaves too little room, which the server is to judge. */
export function fittingReply(context: number, asked: number, promptTokens: number): number | undefined {
  const room = context - Math.ceil(promptTokens * slack) - reserve;
  return room >= Math.min(minReplyTokens, asked) ? Math.min(asked, room) : undefined;
}

/** Whether a prompt is too long for a context by any tokenizer. */
export const isSurelyTooLong = (context: number, promptTokens: number): boolean => promptTokens * 0.75 > context;
