import type { ContextSize } from '../model-error.ts';
import type { ServerError } from './server-error.ts';

/** Ways to say that prompt and reply do not fit into the model's context, of the servers that were asked or read. */
const full = [
  /context[\s_-]?(length|size|window|limit)s?\b.{0,80}\b(exceed|over|too|only|greater|larger|reached)/is,
  /\b(exceed|over|longer|larger|greater|too (long|large|big)|reached|than)\w*\b.{0,120}\bcontext\b/is,
  /\bmax(imum)? (supported )?(context|prompt|input|model|sequence) length\b/i,
  /\b(max(imum)?_(seq_len|model_len|context_length|input_length|num_tokens)|session_len)\b/i,
  /\b(prompt|inputs?|messages?|request|conversation|query|body)\b.{0,24}\b(is|are|was)? ?too (long|large|many tokens)\b(?! an?\b)/is,
  /\b(prompt|input|text|messages?)\b.{0,24}\bexceeds? (the )?max(imum)?( \w+)? (length|tokens)\b/is,
  /\b(number of )?(input|prompt|message) tokens\b.{0,40}\bcannot exceed\b/is,
  /(输入|提示词|上下文|prompt|tokens?)\s{0,2}.{0,12}(超长|过长|超过|超出)/is,
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
  'tokens_limit_reached',
]);

/** No model has less; smaller numbers are of something else. */
const minContext = 256;

/** A number, with the separators that some write. */
const n = '(\\d{1,3}(?:,\\d{3})+|\\d{1,12})';

/** Of what the context holds. The first that is found counts. */
const limits = [
  `(?:maximum|max|model'?s|model’s|only|available|its)[\\s\\w'’]{0,40}context (?:length|size|window|limit)\\b(?:(?!\\bby\\b)\\D){0,24}${n}`,
  `context (?:length|size|window|limit)s? (?:of|is|:)? ?(?:only )?\\(?${n}`,
  `max(?:imum)?(?: supported)? (?:prompt|input|model|sequence) length\\b[^\\d]{0,12}${n}`,
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
  `context (?:length|size|window)\\b(?:(?!\\bby\\b)\\D){0,12}${n}`,
  // In no server’s words: what something exceeds, or may not.
  `(?:\\bexceed\\w*|\\b(?:greater|larger|longer|more|less|fewer) than|\\blimit\\b[\\w\\s]{0,24} is|\\bmax(?:imum)? size|上下文|最大)(?:(?!\\bby\\b)\\D){0,60}?${n}`,
].map((source) => new RegExp(source, 'i'));

const prompts = [
  `${n} (?:tokens )?(?:in|from|of) (?:(?:the|your) )?(?:input |text )?(?:messages|prompt|input)`,
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
  `\\bcurrent length is ${n}`,
  `${n}(?:\\.0)?\\)?(?: tokens)?(?:\\D){0,40}?(?:\\b(?:cannot |not )?exceeds?\\b|\\b(?:greater|larger|longer) than\\b|\\bmust be (?:less|fewer)\\b)`,
].map((source) => new RegExp(source, 'i'));

/** Of prompt and reply together. */
const totals = [`you requested (?:a total of |about )?${n} tokens`, `requested tokens \\(${n}\\)`, `\\brequested:? \\(?${n}`].map(
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
  const told = error.context ?? found(limits, message);
  // A request’s id, or a code once more.
  const limit = told === undefined || told < minContext || codes.includes(String(told)) ? undefined : told;
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
