import { APIConnectionError, APIError } from 'openai';
import { messageOf } from '../../errors.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';
import { type Redaction, redact } from './redact.ts';
import { retryAfter } from './retry-after.ts';
import { ResponseTooLarge } from './transport.ts';

/** Endpoint and model that a message about a failed request names. */
export interface AskedEndpoint extends Redaction {
  readonly endpoint: string;
  readonly model: string;
}

/** `instanceof` alone leaves the fields without a type. */
export const isApiError = (error: unknown): error is APIError => error instanceof APIError;

/** Whatever a request was rejected with, as the one error that callers know. */
export function modelError(error: unknown, asked: AskedEndpoint): ModelError {
  if (error instanceof ModelError) return error;
  if (isApiError(error) && error.status !== undefined) return statusError(error, asked);
  const cause = error instanceof APIConnectionError && error.cause !== undefined ? error.cause : error;
  if (cause instanceof ResponseTooLarge) return tooLarge(cause.limit, asked);
  if (cause instanceof SyntaxError) return badReply('sent a reply that is not valid JSON', asked);
  // An `error` event in the midst of a stream comes without a status.
  if (isApiError(error) && !(error instanceof APIConnectionError)) {
    return failure('server', asked, `broke off its reply with an error: ${said(error, asked)}`, 'The request can be tried again.');
  }
  return connectionError(cause, asked);
}

function tooLarge(limit: number, asked: AskedEndpoint): ModelError {
  return failure(
    'too-large',
    asked,
    `sent a reply of more than ${Math.round(limit / 1024 / 1024)} MB, which was broken off`,
    'Check that the URL is a chat endpoint, and set a limit for the tokens of a reply.',
  );
}

export function badReply(what: string, asked: AskedEndpoint): ModelError {
  return failure('bad-reply', asked, what, 'If this goes on, check that the URL is that of an OpenAI-compatible chat endpoint.');
}

/** The connection was lost in the midst of a reply. */
export function cutOff(asked: AskedEndpoint): ModelError {
  return failure('connection', asked, 'ended the connection before the reply was complete', 'The request can be tried again.');
}

export function filtered(asked: AskedEndpoint, what: string): ModelError {
  return failure('content-filter', asked, what, 'Change the prompt or the passage, or choose another model.');
}

export function failure(
  kind: ModelErrorKind,
  { endpoint, model }: AskedEndpoint,
  what: string,
  todo: string,
  details: ConstructorParameters<typeof ModelError>[2] = {},
): ModelError {
  return new ModelError(kind, `${endpoint} (${model}) ${what.replace(/[.\s]+$/, '')}. ${todo}`, details);
}

/** Codes and types that servers give beside a status, by what they mean. */
const outOfQuota = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const tooLong = new Set(['context_length_exceeded', 'string_above_max_length']);
const blocked = new Set(['content_filter', 'content_policy_violation', 'ResponsibleAIPolicyViolation']);

function statusError(error: APIError, asked: AskedEndpoint): ModelError {
  const status = error.status!;
  const codes = [error.code, error.type].filter((code) => typeof code === 'string');
  const has = (set: ReadonlySet<string>): boolean => codes.some((code) => set.has(code));
  const details = { status, retryAfterMs: retryAfter(error.headers) };
  const answered = `answered ${status}: ${said(error, asked)}`;
  if (status === 402 || has(outOfQuota)) {
    return failure('quota', asked, answered, 'The account has no credit left: add some, or choose another endpoint.', details);
  }
  if (has(blocked))
    return failure('content-filter', asked, answered, 'Change the prompt or the passage, or choose another model.', details);
  if (status === 401 || status === 403) {
    return failure('auth', asked, answered, 'Set a key that this endpoint accepts for this model.', details);
  }
  if (status === 404) {
    return failure(
      'not-found',
      asked,
      answered,
      'Check the model’s id (loom models lists them) and the URL, which usually ends in /v1.',
      details,
    );
  }
  if (status === 501) {
    return failure('not-found', asked, answered, 'The server cannot do this: start it so that it can, or choose another model.', details);
  }
  if (status === 429)
    return failure('rate-limited', asked, answered, 'Requests are slowed down and tried again; let others finish first.', details);
  // OpenAI's way to say that a model which reasons used up the limit before it replied.
  if (status === 400 && error.message.includes('max_tokens or model output limit was reached')) {
    return failure('truncated', asked, answered, 'Raise the limit for the tokens of a reply, or ask for less at once.', details);
  }
  if (status === 413 || has(tooLong)) {
    return failure(
      'bad-request',
      asked,
      answered,
      'The prompt is too long for this model: use smaller passages or a model with a larger context.',
      details,
    );
  }
  if (status === 503 || status === 529) return failure('overloaded', asked, answered, 'Try again when the server has less to do.', details);
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return failure('server', asked, answered, 'The fault is the server’s; the request can be tried again.', details);
  }
  if (status >= 300 && status < 400) {
    const to = URL.parse(error.headers?.get('location') ?? '')?.origin ?? 'another address';
    return failure(
      'not-found',
      asked,
      `answered ${status}: it redirects to ${redact(to, asked)}`,
      'Set that server’s own URL; the key is not sent on.',
      details,
    );
  }
  return failure('bad-request', asked, answered, 'The server does not take the request as it is; check the model’s settings.', details);
}

/** Words of the server about its error, in so far as they can be shown. */
function said(error: APIError, asked: AskedEndpoint): string {
  const text = error.message.replace(new RegExp(`^${error.status ?? ''} ?`), '');
  return text.startsWith('status code (no body)') || text.trimStart().startsWith('<') ? 'no explanation' : redact(text, asked);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: no server listens there. Start it, or correct the URL.',
  ENOTFOUND: 'cannot be found: its name is not known. Check the URL and the network.',
  EAI_AGAIN: 'cannot be looked up just now. Check the network.',
  ETIMEDOUT: 'did not take the connection in time. Check the URL and the network.',
  EHOSTUNREACH: 'cannot be reached from this network. Check the URL, the network, and any VPN.',
  ENETUNREACH: 'cannot be reached: there is no network. Check the connection.',
  ECONNRESET: 'ended the connection before the reply was complete. The request can be tried again.',
  EPIPE: 'ended the connection before the reply was complete. The request can be tried again.',
  EMFILE: 'cannot be reached: too many files and connections are open here. Lower the number of parallel requests.',
};

function connectionError(error: unknown, { endpoint, model, ...redaction }: AskedEndpoint): ModelError {
  const code = codeOf(error);
  const reason =
    reasons[code] ?? certificate(code) ?? `could not be asked: ${redact(messageOf(error), redaction)}. Check the URL and the network.`;
  return new ModelError('connection', `${endpoint} (${model}) ${reason}`, { cause: error });
}

function certificate(code: string): string | undefined {
  if (!/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return undefined;
  return `has no certificate that this machine trusts (${code}). If it is yours, name its authority in NODE_EXTRA_CA_CERTS.`;
}

/** The system's code, also of the first of several addresses that were tried. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
