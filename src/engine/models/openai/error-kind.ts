import type { ModelErrorKind } from '../model-error.ts';
import type { ServerError } from './server-error.ts';

interface ErrorSigns {
  /** Codes and types, in lower case. */
  readonly codes: readonly string[];
  readonly words: RegExp;
}

/** Told by a code or by words, whatever the status; the first that holds counts. */
const signs: readonly (readonly [ModelErrorKind, ErrorSigns])[] = [
  [
    'content-filter',
    {
      codes: [
        'content_filter',
        'content_policy_violation',
        'responsibleaipolicyviolation',
        'data_inspection_failed',
        'moderation_error',
        'moderation_blocked',
        'prompt_blocked',
        'prohibited_content',
      ],
      words:
        /\bcontent (management )?policy\b|\bcontent filter|\b(input|prompt|content|request|output|reply|response) (was|is|has been|were) (flagged|blocked|moderated)\b|\b(flagged|blocked) (by|as|for)\b.{0,40}\b(moderation|safety|policy|harm|unsafe|inappropriate)|\b(inappropriate|prohibited|harmful|unsafe|sensitive) content\b|\bcontent exists risk\b|\brequires moderation\b|\bsafety (system|filter|settings)\b|敏感内容|内容(?:安全|审核)/i,
    },
  ],
  [
    'quota',
    {
      codes: [
        'insufficient_quota',
        'billing_hard_limit_reached',
        'billing_not_active',
        'insufficient_balance',
        'arrearage',
        'insufficient_credits',
      ],
      words:
        /\b(insufficient|not enough|no|any|low|out of|requires? more|negative) (account )?(balance|credits?|funds|quota)\b|\bbilling\b|\bin arrears\b|\bcredit balance\b|\bbalance is (insufficient|too low|negative)\b|\bpayment (required|method)\b|\bexceeded your (current|monthly) (quota|budget)\b|\b(credits?|spending|budget) (exhausted|depleted|limit|exceeded)\b|余额不足|欠费/i,
    },
  ],
  [
    'auth',
    {
      codes: [
        'invalid_api_key',
        'authentication_error',
        'unauthenticated',
        'unauthorized',
        'permission_denied',
        'invalidapikey',
        'invalid_authentication_error',
        'authenticationerror',
        'api_key_invalid',
        'invalid_token',
      ],
      words:
        /\b(invalid|incorrect|wrong|bad|missing|expired|unknown|malformed|no) (auth|authentication|authorization|access|api|bearer)?[\s_-]?(key|token|credentials?|secret)\b(?! (count|limit))|\b(api[\s_-]?key|access token|bearer token|token|credentials?) (is |was |has |are )?(not valid|invalid|incorrect|missing|expired|required|not found|not provided|revoked|unauthori[sz]ed)\b|\bunauthori[sz]ed\b|\bauthentication (failed|required|error|fails)\b|\bnot authenticated\b|\blogin fail|\bdid(n't| not) provide an api key\b|\bno api key\b|\bno auth\b/i,
    },
  ],
  [
    'not-found',
    {
      codes: [
        'model_not_found',
        'modelnotfound',
        'model_not_loaded',
        'not_found_error',
        'not_found',
        'notfounderror',
        'invalid_model',
        'model_decommissioned',
      ],
      words:
        /\bmodel\b.{0,120}\b(not found|does(n't| not) exist|not exist|is(n't| not) (loaded|available|supported|found)|unknown|not loaded|decommissioned|retired|discontinued|no longer (supported|available|offered|served))\b|\b(no such|unknown|invalid) model\b|\bmodel_not_found\b|\bnot a valid model\b|\bno models? (is |are )?loaded\b/i,
    },
  ],
  [
    'rate-limited',
    {
      codes: [
        'rate_limit_exceeded',
        'rate_limit_error',
        'resource_exhausted',
        'too_many_requests',
        'ratelimiterror',
        'throttling',
        'throttling.ratequota',
        'limit_requests',
        'requests',
      ],
      words:
        /\brate[\s_-]?limit|\btoo many (concurrent |parallel )?(requests|connections)\b|\b(requests|tokens) per (min|minute|day|hour|second)\b|\bthrottl|\bslow down\b|\bqps\b/i,
    },
  ],
  [
    'overloaded',
    {
      codes: [
        'overloaded_error',
        'overloaded',
        'engine_overloaded',
        'server_overloaded',
        'server_busy',
        'service_unavailable',
        'unavailable_error',
        'unavailable',
        'serviceunavailable',
        'flex_tier_capacity_exceeded',
      ],
      words:
        /\boverload|\b(server|service|system|engine|model) (is |are )?(currently |too )?(busy|at capacity|unavailable|loading)\b|\bat capacity\b|\bcapacity exceeded\b|\bno (available|free) (slots?|workers?|instances?|capacity)\b|\bloading model\b|\bmodel\b.{0,60}\bcurrently loading\b|\bserver busy\b|\bno slots? available\b/i,
    },
  ],
];

/** Statuses under which a server, or what stands before it, hides every kind of error. */
const vague: ReadonlySet<number> = new Set([200, 400, 422, 424, 500, 502]);

const byStatus: Readonly<Record<number, ModelErrorKind>> = {
  ...{ 401: 'auth', 402: 'quota', 403: 'auth', 404: 'not-found', 407: 'auth', 408: 'timeout-first-token', 409: 'server', 410: 'not-found' },
  ...{ 413: 'context', 425: 'server', 429: 'rate-limited', 498: 'overloaded', 501: 'not-found', 503: 'overloaded', 529: 'overloaded' },
  // What stands before the server has waited for its reply in vain, and would again.
  ...{ 504: 'timeout-first-token', 524: 'timeout-first-token' },
};

/** Kinds that a server may forbid a request for: to a key that is right. */
const forbidding: ReadonlySet<ModelErrorKind> = new Set(['quota', 'content-filter', 'rate-limited']);

/** Refusals of the request as it is, by those who give no status. */
const badRequestCodes: ReadonlySet<string> = new Set([
  ...[
    'invalid_request_error',
    'badrequesterror',
    'invalid_argument',
    'invalid_request',
    'bad_request',
    'validation_error',
    'extra_forbidden',
  ],
]);

/** The kind of an error that is not about the size of the context. @param http the status that the response had; 200 within a reply */
export function errorKind(error: ServerError, http: number): ModelErrorKind {
  const { codes, message } = error;
  const status = vague.has(http) ? (error.status ?? http) : http;
  const byCode = signs.find(([, sign]) => sign.codes.some((code) => codes.includes(code)))?.[0];
  if (byCode === 'quota' || byCode === 'content-filter') return byCode;
  const byWords = signs.find(([, { words }]) => words.test(message))?.[0];
  // A limit that is renewed soon is no account without credit, whatever the words they share.
  if (status === 429)
    return byWords === 'quota' && !/\bper (min|day|hour|sec)|\bretry|\btry again\b/i.test(message) ? 'quota' : 'rate-limited';
  const known = byStatus[status];
  if (status === 403 && byWords !== undefined && forbidding.has(byWords)) return byWords;
  if (known !== undefined) return known;
  if (byWords === 'content-filter' || byWords === 'quota') return byWords;
  // Of a status that says nothing, codes and words tell; a 500 is the server's own fault unless they are plain.
  if (vague.has(http)) {
    const told = byCode ?? byWords;
    if (told !== undefined && !(told === 'not-found' && http >= 500)) return told;
  }
  if (status >= 500) return 'server';
  if (status >= 300 && status < 400) return 'not-found';
  if (status >= 400 || codes.some((code) => badRequestCodes.has(code))) return 'bad-request';
  return 'server';
}
