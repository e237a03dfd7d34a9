import { contextSize } from './context-size.ts';
import { sparableKeywords } from './schema-keywords.ts';
import type { ServerError } from './server-error.ts';

/** What a server said of a request that it did not take; the status is that of the response, 200 for an error in place of a reply. */
export interface RequestRefusal {
  readonly status: number;
  readonly error: ServerError;
}

/** What is too long is no refusal of a parameter, though it names some. */
export const isAboutLength = ({ error }: RequestRefusal): boolean =>
  contextSize(error, undefined) !== undefined || error.message.includes('model output limit was reached');

/** Names that servers have for a parameter, as a word of their own. */
const names = {
  stream_options: /\bstream_options\b|\bstream options\b|\binclude_usage\b|\bStreamOptions\b/,
  max_completion_tokens: /\bmax_completion_tokens\b|\bmaxCompletionTokens\b/,
  max_tokens: /\bmax_tokens\b|\bmaxTokens\b|\bmax tokens\b|\bmax_new_tokens\b/i,
  // vLLM's and llama.cpp's grammars, Ollama's formats, Azure's and OpenRouter's outputs.
  response_format:
    /\bresponse[ _-]?(?:formats?|schema)\b|\boutput_config\.format\b|\bjson[ _-]?schema\b|\bstructured[ _-]?outputs?\b|\bguided[ _](?:json|decoding)\b|\b(?:parse|compile|invalid|unsupported)\b[^.]{0,40}\bgrammar\b|\bgrammars? (?:is|are) (?:not|un)|\bxgrammar\b|\b(?:invalid|unsupported) schema\b|\bjson mode\b/i,
  temperature: /\btemperature\b/i,
  top_p: /\btop_p\b|\btopP\b|\btop-p\b|\bnucleus\b/i,
  logprobs: /\b(?:top_?)?log_?probs?\b|\blog[ -]prob(?:s|abilit(?:y|ies))?\b|\bresponse_?logprobs\b/i,
  seed: /\bseeds?\b|\brandom_seed\b/i,
  stream: /\bstream(ing|ed)?\b/i,
} as const;

export type OptionalParameter = keyof typeof names;

/** Longer names first: `max_tokens` is what a server names that refuses `max_completion_tokens`, and `stream` is part of `stream_options`. */
const optional: readonly OptionalParameter[] = [
  ...([
    'stream_options',
    'max_completion_tokens',
    'max_tokens',
    'response_format',
    'temperature',
    'top_p',
    'logprobs',
    'seed',
    'stream',
  ] as const),
];

/** Statuses with which a request is refused for what is in it; others are taken at their word. */
export const refuses = ({ status, error }: RequestRefusal): boolean =>
  // OpenAI: “You are not allowed to request logprobs from this model”.
  (status === 403 && names.logprobs.test(error.message)) ||
  [400, 422, 500, 501].includes(status === 200 ? (error.status ?? 400) : status) ||
  (status === 404 && /\brequested parameters?\b|\bunsupported parameters?\b/i.test(error.message));

/** A server's own fault without a word of what it is. */
export const isWordless = ({ status, error: { message } }: RequestRefusal): boolean =>
  status === 500 && /^\W*(?:internal (?:server )?error|error|unknown error|an error occurred)?\W*$/i.test(message);

/** Whether a server takes a schema only where it is called strict. */
export const wantsStrict = ({ error: { message } }: RequestRefusal): boolean =>
  /\bstrict\b/i.test(message) && /\b(must|required|requires|only|missing|needs?|expected|set to)\b/i.test(message);

/** The keyword of a schema that an error names, and that can be spared. @param format what was sent */
export const refusedKeyword = ({ error: { message } }: RequestRefusal, format: string): string | undefined =>
  /\b(required|must (?:be )?(?:supplied|have|include))\b/i.test(message)
    ? undefined
    : sparableKeywords.find((keyword) => format.includes(`"${keyword}":`) && new RegExp(`\\b${keyword}\\b`).test(message));

/** Of an error that may be a fault of any kind, the words that make it a refusal. */
const refusing =
  /\b(un(expected|supported|known|recogni[sz]ed)|invalid|not (supported|allowed|permitted|recogni[sz]ed|implemented|accepted)|n[’']t support|does not (support|accept|take)|extra|forbidden|keyword argument|fields?|parameters?|arguments?|property|option|must be|should be|out of range)\b/i;

/** Whether an error that names no parameter may mean one. */
export const mayBeParameter = ({ status, error: { message } }: RequestRefusal): boolean =>
  refusing.test(message) ||
  (status !== 500 && (message.trim() === '' || /\b(bad|invalid|malformed) request\b|\bvalidation\b|\bschema\b/i.test(message)));

/** The parameter in a request that an error names; undefined when it names none. */
export function refusedParameter({ status, error }: RequestRefusal, body: object): OptionalParameter | undefined {
  const { param, message } = error;
  if (param !== undefined) return optional.find((field) => field in body && (param === field || param.startsWith(`${field}.`)));
  // Servers that cannot turn a schema into a grammar fail on it rather than refuse it.
  if (status >= 500 && !refusing.test(message) && !/grammar|schema/i.test(message)) return undefined;
  return optional.find((field) => field in body && names[field].test(message));
}

const noSystem = [
  /\b(system|developer)\b.{0,60}\b(not (be |been )?(supported|allowed|enabled|permitted|accepted|valid|available|one of)|unsupported|disallowed|invalid|isn't|n't support)/is,
  /\b(not support|n't support|unsupported|invalid|unexpected|unknown|disallow|only)\w*\b.{0,60}\b(system|developer)\W{0,3} (role|message|prompt|instruction)/is,
  /\broles?\b.{0,120}\b(alternat|got ["'`]?(system|developer)|(must|should|can|may) (only )?be (one of )?\W{0,4}(user|assistant|human))/is,
  /\b(invalid|unexpected|unknown|unsupported|a valid) roles?\b/is,
  /\bfirst (message|role|turn)\b.{0,60}\buser\b/is,
  /\b(only|expected) \W?user\b.{0,60}\b(assistant|model)\b/is,
];

/** Whether an error says that the model takes no words of the system's. */
export const refusesSystem = ({ error }: RequestRefusal): boolean =>
  /\b(role|roles|message|messages|prompt|instruction|instructions|turn)\b/i.test(error.message) &&
  noSystem.some((way) => way.test(error.message));

const minReply = 16;

/** The longest reply that a server allows, where it refuses a longer one. @param asked the limit that was sent */
export function replyLimit({ error }: RequestRefusal, asked: number): number | undefined {
  const { message } = error;
  const isAbout =
    /\bmax_(completion_|new_|output_)?tokens\b|\bmax(Output)?Tokens\b|\b(completion|output) tokens\b|\bmax(imum)? tokens\b/i.test(message);
  if (!isAbout || /not support|unsupported (parameter|argument)|instead\b/i.test(message)) return undefined;
  const numbers = [...message.matchAll(/\b(\d{1,9})\b( \(exclusive\))?/g)].map(([, number, beyond]) => Number(number) - (beyond ? 1 : 0));
  const allowed = numbers.filter((number) => number >= minReply && number < asked);
  if (allowed.length > 0) return allowed.reduce((most, each) => Math.max(most, each));
  const half = Math.floor(asked / 2);
  return /\btoo (large|big|high|long|many)\b/i.test(message) && half >= minReply ? half : undefined;
}
