import { APIConnectionError, APIError } from 'openai';
import * as z from 'zod';
import type { Usage } from '../../../core/samples/sample.ts';
import { messageOf } from '../../errors.ts';
import { ModelError, type ModelErrorKind } from '../model-error.ts';
import { contextSize } from './context-size.ts';
import { errorKind } from './error-kind.ts';
import { type Redaction, redact } from './redact.ts';
import type { RequestRefusal } from './refusals.ts';
import { CutBody, NoReply } from './reply-body.ts';
import { isLastingLimit, retryAfter, waitTold } from './retry-after.ts';
import { pageTitle } from './page-title.ts';
import { type ServerError, serverError } from './server-error.ts';
import { ResponseTooLarge } from './transport.ts';

/** Endpoint and model that a message about a failed request names. */
export interface AskedEndpoint extends Redaction {
  readonly endpoint: string;
  readonly model: string;
  /** The limit for the reply that was sent. */
  readonly replyTokens?: number | undefined;
}

/** `instanceof` alone leaves the fields without a type. */
export const isApiError = (error: unknown): error is APIError => error instanceof APIError;

/** A server's error in place of a reply, or in the midst of one. */
export class ErrorInReply extends Error {
  override readonly name = 'ErrorInReply';
  readonly said: ServerError;
  readonly hasBegun: boolean;
  readonly usage: Usage | undefined;

  constructor(said: ServerError, hasBegun: boolean, usage: Usage | undefined) {
    super('the reply holds an error');
    this.said = said;
    this.hasBegun = hasBegun;
    this.usage = usage;
  }
}

/** What a server said of a request that it did not take; undefined for a failure of another kind. */
export function refusalOf(error: unknown): RequestRefusal | undefined {
  if (error instanceof ErrorInReply) return error.hasBegun ? undefined : { status: 200, error: error.said };
  return isApiError(error) && error.status !== undefined ? { status: error.status, error: serverErrorOf(error) } : undefined;
}

/** Whatever a request was rejected with, as the one error that callers know. */
export function modelError(error: unknown, asked: AskedEndpoint): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof ErrorInReply) return failureWithin(error, asked);
  if (error instanceof NoReply) return noReply(error, asked);
  if (error instanceof CutBody) return cutOff(asked);
  if (isApiError(error) && error.status !== undefined) return statusError(error, asked);
  const cause = error instanceof APIConnectionError && error.cause !== undefined ? error.cause : error;
  if (cause instanceof ResponseTooLarge) return tooLarge(cause.limit, asked);
  if (cause instanceof SyntaxError) return badReply('sent a reply that is not valid JSON', asked);
  if (/^(Z_|ERR__?ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/.test(codeOf(cause))) return badReply('sent a reply that cannot be unpacked', asked);
  return connectionError(cause, asked);
}

function failureWithin({ said: error, hasBegun, usage }: ErrorInReply, asked: AskedEndpoint): ModelError {
  const how = hasBegun ? 'broke off its reply with an error' : 'answered with an error';
  return serverFailure(error, { http: 200, how }, asked, {
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(usage === undefined ? {} : { usage }),
  });
}

/** A page is named by its type; any other text is the server's own words. */
function noReply({ text, type }: NoReply, asked: AskedEndpoint): ModelError {
  const words = text.trim();
  const what = type === '' ? 'a reply of no type' : `“${redact(type.slice(0, 60), asked)}”`;
  const told = words.startsWith('<') ? pageTitle(words) : words;
  return badReply(`sent ${what} where JSON was expected${told === '' ? '' : `: ${redact(told, asked)}`}`, asked, {
    isBrokenOff: words === '',
  });
}

function tooLarge(limit: number, asked: AskedEndpoint): ModelError {
  return failure(
    'too-large',
    asked,
    `sent a reply of more than ${Math.round(limit / 1024 / 1024)} MB, which was broken off`,
    'Check that the URL is a chat endpoint, and set a limit for the tokens of a reply.',
  );
}

export function badReply(what: string, asked: AskedEndpoint, details: FailureDetails = {}): ModelError {
  return failure('bad-reply', asked, what, 'If this goes on, check that the URL is that of an OpenAI-compatible chat endpoint.', details);
}

/** The connection was lost in the midst of a reply. */
export function cutOff(asked: AskedEndpoint): ModelError {
  return failure('connection', asked, 'ended the connection before the reply was complete', 'The request can be tried again.', {
    isBrokenOff: true,
  });
}

/** A prompt that is not sent, since it cannot fit. */
export function tooLongFor(context: number, prompt: number, asked: AskedEndpoint): ModelError {
  const what = `has a context of ${context} tokens, and was not sent a prompt of about ${prompt}`;
  return failure('context', asked, what, todos.context, { context: { limit: context, prompt } });
}

export function filtered(asked: AskedEndpoint, what: string): ModelError {
  return failure('content-filter', asked, what, 'Change the prompt or the passage, or choose another model.');
}

type FailureDetails = ConstructorParameters<typeof ModelError>[2];

export function failure(
  kind: ModelErrorKind,
  { endpoint, model }: AskedEndpoint,
  what: string,
  todo: string,
  details: FailureDetails = {},
): ModelError {
  return new ModelError(kind, `${endpoint} (${model}) ${what.replace(/[.\s]+$/, '')}. ${todo}`, details);
}

/** A server's error where it answered with a status; what it says is read whatever the form. */
function statusError(error: APIError, asked: AskedEndpoint): ModelError {
  const status = error.status!;
  const details = { status, retryAfterMs: retryAfter(error.headers) };
  if (status >= 300 && status < 400) {
    const to = URL.parse(error.headers?.get('location') ?? '')?.origin ?? 'another address';
    const what = `answered ${status}: it redirects to ${redact(to, asked)}`;
    return failure('not-found', asked, what, 'Set that server’s own URL; the key is not sent on.', details);
  }
  return serverFailure(serverErrorOf(error), { http: status, how: `answered ${status}` }, asked, details);
}

/** What a server said with an error status. */
function serverErrorOf({ status, error, message }: APIError): ServerError {
  if (typeof error === 'object') return serverError(error);
  const text = message.replace(new RegExp(`^${status ?? ''} ?`), '');
  if (text.trimStart().startsWith('<')) return serverError(pageTitle(text));
  return serverError(text.startsWith('status code (no body)') ? '' : text);
}

const unkept = z.object({ code: z.literal('json_validate_failed'), failed_generation: z.string() });

/** The reply that a server held back, since it did not keep the schema (Groq): it was written, and may be read all the same. */
export function heldBack(error: unknown): string | undefined {
  return isApiError(error) ? unkept.safeParse(error.error).data?.failed_generation : undefined;
}

/** Where an error was said. */
interface ErrorPlace {
  /** The status of the response; 200 within a reply. */
  readonly http: number;
  /** What the server did, in words. */
  readonly how: string;
}

/** An error in a server's own words, with what it means. */
function serverFailure(error: ServerError, { http, how }: ErrorPlace, asked: AskedEndpoint, details: FailureDetails = {}): ModelError {
  const words = `${how}: ${said(error.message, asked)}`;
  // OpenAI's way to say that a model which reasons used up the limit before it replied.
  if (error.message.includes('max_tokens or model output limit was reached'))
    return failure('truncated', asked, words, todos.truncated, details);
  const context = contextSize(error, asked.replyTokens);
  const kind = context === undefined ? errorKind(error, http) : 'context';
  const isUnable = kind === 'not-found' && http === 501;
  const retryAfterMs = details.retryAfterMs ?? (kind === 'rate-limited' || kind === 'overloaded' ? waitTold(error) : undefined);
  const isLasting = kind === 'rate-limited' && retryAfterMs === undefined && isLastingLimit(error.message);
  const todo = isUnable
    ? 'The server cannot do this: start it so that it can, or choose another model.'
    : isLasting
      ? renewed
      : todos[kind];
  return failure(kind, asked, words, http === 200 && kind === 'server' ? 'The request can be tried again.' : todo, {
    ...details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    isLasting,
    ...(context === undefined ? {} : { context }),
  });
}

const renewed = 'Resume the run when the limit is renewed, or choose another endpoint.';
const otherwise = 'The request can be tried again.';

const todos: Readonly<Record<ModelErrorKind, string>> = {
  quota: 'The account has no credit left: add some, or choose another endpoint.',
  'content-filter': 'Change the prompt or the passage, or choose another model.',
  auth: 'Set a key that this endpoint accepts for this model.',
  'not-found': 'Check the model’s id (loom models lists them) and the URL, which usually ends in /v1.',
  'rate-limited': 'Requests are slowed down and tried again; let others finish first.',
  truncated: 'Raise the limit for the tokens of a reply, or ask for less at once.',
  context: 'The prompt is too long for this model: use smaller passages or a model with a larger context.',
  overloaded: 'Try again when the server has less to do.',
  server: 'The fault is the server’s; the request can be tried again.',
  'bad-request': 'The server does not take the request as it is; check the model’s settings.',
  outage: otherwise,
  connection: otherwise,
  'timeout-connect': otherwise,
  'timeout-first-token': otherwise,
  'timeout-idle': otherwise,
  'too-large': otherwise,
  'bad-reply': otherwise,
  // What these processes say of a model themselves.
  repeating: otherwise,
  'too-small': otherwise,
};

/** Words of the server about its error, in so far as they can be shown. */
const said = (text: string, asked: AskedEndpoint): string => (text.trimStart().startsWith('<') ? 'no explanation' : redact(text, asked));

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
  const isBrokenOff = code === 'ECONNRESET' || code === 'EPIPE';
  return new ModelError('connection', `${endpoint} (${model}) ${reason}`, { cause: error, isBrokenOff });
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
