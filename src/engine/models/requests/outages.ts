import type { ChatModel, Reply } from '../chat-model.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';

/** One may be a request that brings the server down, or takes it too long. */
const mostInARow = 3;

const unserved: ReadonlySet<ModelErrorKind> = new Set(['server', 'timeout-first-token', 'timeout-idle']);

/**
 * Tells a server that is down from requests that it cannot serve: that many in a row, each after all its retries, with no
 * answer in between, are an outage, which will happen to every other request as well.
 */
export function withOutages<R extends Reply>(model: ChatModel<R>): ChatModel<R> {
  let inVain = 0;
  const answered = (reply: R): R => {
    inVain = 0;
    return reply;
  };
  const failed = (error: unknown): never => {
    if (!(error instanceof ModelError)) throw error;
    inVain = unserved.has(error.kind) ? inVain + 1 : 0;
    throw inVain < mostInARow ? error : outage(error, inVain);
  };
  return { id: model.id, chat: (request, signal) => model.chat(request, signal).then(answered, failed) };
}

const outage = (cause: ModelError, requests: number): ModelError =>
  new ModelError(
    'outage',
    `${cause.message} The ${requests - 1} requests before it ended like it, so the server seems to be down: resume the run when it answers again.`,
    { ...(cause.status === undefined ? {} : { status: cause.status }), cause },
  );
