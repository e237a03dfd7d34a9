/** What a server says of its error, wherever it says it: in a body of any status, in an event of a stream, in a choice. */
export interface ServerError {
  /** The server's own words; '' where it has none. They are untrusted, and may repeat key and prompt. */
  readonly message: string;
  /** Codes and types beside the words, in lower case. */
  readonly codes: readonly string[];
  /** A code that is an HTTP status. */
  readonly status: number | undefined;
  /** The parameter that it names. */
  readonly param: string | undefined;
  /** llama.cpp tells both beside the words. */
  readonly promptTokens: number | undefined;
  readonly context: number | undefined;
  /** Time to wait, as Google's `RetryInfo` has it. */
  readonly retryDelay: string | undefined;
}

type ErrorFields = Readonly<Record<string, unknown>>;

/** The longest words of a server that are looked through. */
const maxLength = 4000;
/** So deep, and so many of a list, words are looked for. */
const [maxDepth, maxListed] = [4, 3];

/** ErrorFields that hold words, the most telling first; `error` and its kin may hold an object with its own. */
const wordFields = [
  ...['message', 'msg', 'error', 'errors', 'detail', 'details', 'error_message', 'error_msg', 'errorMessage', 'status_msg', 'err'],
  ...['faultstring', 'fault', 'base_resp', 'error_description', 'description', 'reason', 'title', 'raw'],
];
const codeFields = ['code', 'type', 'error_code', 'errorCode', 'status', 'status_code', 'statusCode', 'http_code', 'reason', 'error_type'];
/** Those that may hold a further object with codes and numbers. */
const innerFields = ['error', 'errors', 'detail', 'details', 'base_resp', 'fault', 'metadata'];

const isFields = (value: unknown): value is ErrorFields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Reads an error, of whatever form, that is known to be one. */
export function serverError(value: unknown): ServerError {
  const objects = objectsOf(value, 0);
  const codes = objects.flatMap((each) => codeFields.map((field) => each[field])).filter(isCode);
  const numbers = codes.map(Number).filter((code) => Number.isInteger(code) && code >= 400 && code < 600);
  const param = objects.map((each) => each.param).find((each) => typeof each === 'string' && each !== '');
  return {
    message: wordsOf(value, 0).slice(0, maxLength),
    codes: codes.map((code) => String(code).toLowerCase().slice(0, 100)),
    status: numbers[0],
    param: typeof param === 'string' ? param.slice(0, 100) : undefined,
    promptTokens: count(objects, 'n_prompt_tokens'),
    context: count(objects, 'n_ctx'),
    retryDelay: objects.map((each) => each.retryDelay).find((each) => typeof each === 'string'),
  };
}

/** The error that a body, or a piece of a stream, is in place of a reply or beside it; undefined for what is none. */
export function errorWithin(value: unknown): ServerError | undefined {
  if (Array.isArray(value)) return value.length > 0 && isFields(value[0]) && 'error' in value[0] ? serverError(value[0]) : undefined;
  if (!isFields(value)) return undefined;
  if (!isEmpty(value.error) || !isEmpty(value.errors) || value.object === 'error' || value.type === 'error') return serverError(value);
  const [choice] = Array.isArray(value.choices) ? (value.choices as unknown[]) : [];
  if (isFields(choice)) return errorOfChoice(choice);
  if (isFields(value.base_resp) && Number(value.base_resp.status_code ?? 0) !== 0) return serverError(value.base_resp);
  if (value.usage !== undefined || isFields(value.message)) return undefined;
  const isSaid = wordFields.some((field) => typeof value[field] === 'string' || (field === 'detail' && Array.isArray(value[field])));
  return isSaid && !isSuccess(value) ? serverError(value) : undefined;
}

function errorOfChoice(choice: ErrorFields): ServerError | undefined {
  if (!isEmpty(choice.error)) return serverError(choice.error);
  return choice.finish_reason === 'error' ? serverError({ message: choice.native_finish_reason }) : undefined;
}

/** `{"code":0,"msg":"success"}` speaks of none. */
const isSuccess = ({ code, success }: ErrorFields): boolean =>
  success === true || code === 0 || code === 200 || code === '0' || code === '200';

function isCode(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length < 100);
}

function objectsOf(value: unknown, depth: number): ErrorFields[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.slice(0, maxListed).flatMap((each) => objectsOf(each, depth + 1));
  if (!isFields(value)) return [];
  return [...innerFields.flatMap((field) => objectsOf(value[field], depth + 1)), value];
}

function wordsOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return value.slice(0, maxLength);
  if (depth > maxDepth) return '';
  if (Array.isArray(value)) {
    const listed = value.slice(0, maxListed).map((each) => wordsOf(each, depth + 1));
    return listed.filter((words) => words !== '').join('; ');
  }
  if (!isFields(value)) return '';
  const found = wordFields.map((field) => wordsOf(value[field], depth + 1)).find((words) => words !== '') ?? '';
  // FastAPI says beside its words what they are about; OpenRouter, what the one behind it said.
  const place = Array.isArray(value.loc) ? `${value.loc.slice(0, 6).map(String).join('.')}: ` : '';
  const behind = isFields(value.metadata) ? wordsOf(value.metadata.raw, depth + 1) : '';
  return behind === '' ? place + found : `${found}: ${behind}`;
}

function count(objects: readonly ErrorFields[], field: string): number | undefined {
  const found = objects.map((each) => each[field]).find((each) => typeof each === 'number' && Number.isSafeInteger(each) && each > 0);
  return typeof found === 'number' ? found : undefined;
}
