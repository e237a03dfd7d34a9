import type { ContextSize } from '../model-error.ts';
import type { ServerError } from './server-error.ts';

/** Ways to say that prompt and reply do not fit into the model's context, of the servers that were asked or read. */
const full = [
  /context[\s_-]?(length|size|window|limit)s?\b.{0,80}\b(exceed|over|too|only|greater|larger|reached)/is,
  /\b(exceed|over|longer|larger|greater|too (long|large|big)|reached|than)\w*\b.{0,120}\bcontext\b/is,
  /\bmaximum (context|prompt|input|model|sequence) length\b/i,
  /\bmax(imum)?_(seq_len|model_len|context_length|input_length)\b/i,
  /\b(prompt|inputs?|messages?|request|conversation|query)\b.{0,24}\b(is|are|was)? ?too (long|large|many tokens)/is,
  /\btoo many (input |prompt |total )?tokens\b(?! per)/i,
  /\btoken (count|limit|length)\b.{0,60}\bexceed/is,
  /\bexceed\w*\b.{0,60}\b(model )?token limit\b/is,
  /\brequested tokens? \(?\d+\)? exceeds?\b/i,
  /\breduce the length of (the|your) (messages|prompt|input)/i,
  /`inputs`.{0,40}\bmust (be|have)\b/is,
  /\brange of input length\b/i,
  /\binput length\b.{0,40}\bexceed/is,
  /\bprompt contains \d+ tokens\b.{0,60}\btoo large\b/is,
  /\blonger than the maximum\b.{0,40}\blength\b/is,
  /\b(input|prompt) tokens\b.{0,40}\b(exceed|greater|larger)/is,
];

const fullCodes: ReadonlySet<string> = new Set([
  'context_length_exceeded',
  'string_above_max_length',
  'exceed_context_size_error',
  'model_max_prompt_tokens_exceeded',
  'request_too_large',
  'context_window_exceeded',
  'contextwindowexceedederror',
]);

/** A number, with the separators that some write. */
const n = '(\\d{1,3}(?:,\\d{3})+|\\d{1,12})';

/** Of what the context holds. The first that is found counts. */
const limits = [
  `(?:maximum|max|model'?s|model’s|only|available|its)[\\s\\w'’]{0,40}context (?:length|size|window|limit)\\b[^\\d]{0,24}${n}`,
  `context (?:length|size|window|limit)s? (?:of|is|:)? ?(?:only )?\\(?${n}`,
  `maximum (?:prompt|input|model|sequence) length\\b[^\\d]{0,12}${n}`,
  `\\bn_ctx\\b\\W{0,4}${n}`,
  `\\bmust be (?:<=|at most|less than or equal to) ?${n}`,
  `\\bmust have (?:less|fewer) than ${n} tokens`,
  `tokens > ${n} maximum`,
  `\\d{1,12} \\+ \\d{1,12} > ${n}`,
  `maximum number of tokens allowed \\(?${n}`,
  `${n} maximum context length`,
  `cannot exceed ${n}`,
  `token limit: ?${n}`,
  `range of input length should be \\[\\d{1,12}, ?${n}\\]`,
  `\\blimit:? ${n},? requested`,
  `context (?:length|size|window)\\b[^\\d]{0,12}${n}`,
].map((source) => new RegExp(source, 'i'));

const prompts = [
  `${n} (?:tokens )?(?:in|from) the (?:input )?(?:messages|prompt|input)`,
  `(?:messages|prompt) resulted in ${n} tokens`,
  `(?:request|prompt|you passed|passed)[\\s\\w]{0,12} ${n} (?:input |prompt )?tokens`,
  `\\bdecoder prompt \\(length ${n}\\)`,
  `\\brequest \\(${n} tokens\\)`,
  `\\bgiven: ${n} .{0,3}inputs`,
  `\\binputs.{0,40}\\bgiven: ${n}`,
  `\\bkeep the first ${n} tokens`,
  `\\bn_keep\\W{0,4}${n}`,
  `\\binput \\(${n} tokens\\)`,
  `prompt contains ${n} tokens`,
  `prompt is too long: ${n}`,
  `${n} \\+ \\d{1,12} > \\d`,
  `input token count \\(?${n}`,
  `\\breceived ${n}`,
  `\\brequest contains ${n} tokens`,
].map((source) => new RegExp(source, 'i'));

/** Of prompt and reply together. */
const totals = [`you requested (?:a total of )?${n} tokens`, `requested tokens \\(${n}\\)`, `\\brequested:? \\(?${n}`].map(
  (source) => new RegExp(source, 'i'),
);

/**
 * The sizes that an error tells when it says that the context is full; undefined for an error that says something else.
 * @param replyTokens the limit for the reply that was sent
 */
export function contextSize(error: ServerError, replyTokens: number | undefined): ContextSize | undefined {
  const { message, codes } = error;
  // A limit on tokens in a time is another thing, unless one request alone is over it.
  const isRate = /\bper (min|minute|day|hour|second)\b|\bTP[MD]\b/i.test(message);
  const isAlone = /\brequest too large\b/i.test(message);
  if (isRate && !isAlone) return undefined;
  const isFull =
    isAlone || codes.some((code) => fullCodes.has(code)) || error.context !== undefined || full.some((way) => way.test(message));
  if (!isFull) return undefined;
  const limit = error.context ?? found(limits, message);
  const total = found(totals, message);
  const prompt = error.promptTokens ?? found(prompts, message) ?? (total === undefined ? undefined : total - (replyTokens ?? 0));
  return { ...(limit === undefined ? {} : { limit }), ...(prompt === undefined || prompt <= 0 ? {} : { prompt }) };
}

function found(ways: readonly RegExp[], message: string): number | undefined {
  for (const way of ways) {
    const digits = way.exec(message)?.[1];
    if (digits !== undefined) return Number(digits.replaceAll(',', ''));
  }
  return undefined;
}
