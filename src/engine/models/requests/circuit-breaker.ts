import type { ChatModel, Reply } from '../chat-model.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';

/** One or two may be requests that bring the server down, or take it too long. */
const maxConsecutiveFailures = 3;

const unserved: ReadonlySet<ModelErrorKind> = new Set(['server', 'timeout-first-token', 'timeout-idle']);

/** A page or a text that nobody charged for is no model's reply: what stands there is no such server, or none just now. */
const isUnserved = ({ kind, usage, isBrokenOff }: ModelError): boolean =>
  unserved.has(kind) || (kind === 'bad-reply' && usage === undefined && !isBrokenOff);

/**
 * The model behind a circuit breaker, which tells a server that is down from requests that it cannot serve: so many failures in a
 * row, each after all its retries, with no answer in between, will happen to every other request as well, and end the run.
 * @param options `countsRefusals`: so do refusals in the same words of a model that has never answered
 */
export function withCircuitBreaker<R extends Reply>(model: ChatModel<R>, { countsRefusals = true } = {}): ChatModel<R> {
  let failures = 0;
  let hasAnswered = false;
  let last = '';
  const answered = (reply: R): R => {
    failures = 0;
    hasAnswered = true;
    return reply;
  };
  const failed = (error: unknown): never => {
    if (!(error instanceof ModelError)) throw error;
    // One that has never taken a request, and says the same of each, will take no other.
    const isRefusal = countsRefusals && error.kind === 'bad-request' && !hasAnswered;
    failures = isUnserved(error) || isRefusal ? (isRefusal && error.message !== last ? 1 : failures + 1) : 0;
    last = error.message;
    throw failures < maxConsecutiveFailures ? error : isRefusal ? refusal(error, failures) : outage(error, failures);
  };
  return { id: model.id, chat: (request, signal) => model.chat(request, signal).then(answered, failed) };
}

const outage = (cause: ModelError, requests: number): ModelError =>
  new ModelError(
    'outage',
    `${cause.message} The ${requests - 1} requests before it ended like it, so the server seems to be down: resume the run when it answers again.`,
    { ...(cause.status === undefined ? {} : { status: cause.status }), cause },
  );

const refusal = (cause: ModelError, requests: number): ModelError =>
  new ModelError('outage', `${cause.message} So it said of the ${requests - 1} requests before, and would of all others.`, {
    ...(cause.status === undefined ? {} : { status: cause.status }),
    cause,
  });
