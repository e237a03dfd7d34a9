import type { ServerResponse } from 'node:http';

/** Something that goes wrong with one response. */
export type Fault =
  /** A status other than 200; `body` is an error in OpenAI's form unless it is text of its own. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly param?: string;
      readonly message?: string;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection ends without an answer, or after so many chunks of one. */
  | { readonly kind: 'cut'; readonly afterChunks: number }
  /** The stream ends as if it were complete, but without its marks of an end. */
  | { readonly kind: 'unfinished' }
  /** Nothing more comes until `release()`, from the given point on. */
  | { readonly kind: 'stall'; readonly at: 'headers' | 'first-token' | 'middle' }
  | { readonly kind: 'broken-json' }
  /** An `error` event in the midst of a stream. */
  | { readonly kind: 'error-event'; readonly message: string }
  | { readonly kind: 'finish'; readonly reason: 'length' | 'content_filter' }
  | { readonly kind: 'refusal' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' }
  /** A reply of so many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'no-usage' }
  /** A whole completion, though a stream was asked for. */
  | { readonly kind: 'no-stream' }
  /** What the model thought, in a field of its own or in the text. */
  | { readonly kind: 'reasoning'; readonly text: string; readonly as: 'reasoning' | 'reasoning_content' | 'think' };

/** A token of a reply as it is told; `bytes` where it may be a part of a character. */
export interface ServedToken {
  readonly token: string;
  readonly logprob: number;
  readonly bytes?: readonly number[] | null;
}

export interface Answer {
  readonly text: string;
  /** In a stream each comes by itself. */
  readonly tokens?: readonly ServedToken[] | undefined;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** Waits until the stall is released or the connection is gone. */
export type Stall = () => Promise<void>;

const pieces = 4;

/** Writes the answer to a chat completion, going wrong as `fault` says. */
export async function writeAnswer(response: ServerResponse, answer: Answer, fault: Fault | undefined, stall: Stall): Promise<void> {
  if (fault?.kind === 'status') {
    writeStatus(response, fault);
    return;
  }
  if (fault?.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome to the portal</body></html>');
    return;
  }
  if (fault?.kind === 'cut' && fault.afterChunks === 0) {
    response.socket?.destroy();
    return;
  }
  if (fault?.kind === 'stall' && fault.at === 'headers') await stall();
  if (answer.stream && fault?.kind !== 'no-stream') await writeStream(response, answer, fault, stall);
  else writeWhole(response, answer, fault);
}

function writeStatus(response: ServerResponse, { status, code, param, message, text, headers }: Fault & { kind: 'status' }): void {
  const body =
    text ?? JSON.stringify({ error: { message: message ?? `fault ${status}`, type: 'fault', code: code ?? null, param: param ?? null } });
  response.writeHead(status, { 'content-type': text === undefined ? 'application/json' : 'text/plain', ...headers }).end(body);
}

function writeWhole(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  const { message, finish } = contentOf(answer.text, fault);
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'test',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish, ...told(answer.tokens) }],
    ...(fault?.kind === 'no-usage' ? {} : { usage: usageOf(answer) }),
  };
  const body = JSON.stringify(completion);
  response.writeHead(200, { 'content-type': 'application/json' });
  if (fault?.kind === 'cut' || fault?.kind === 'unfinished') {
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
  } else response.end(fault?.kind === 'broken-json' ? body.slice(0, body.length / 2) : body);
}

async function writeStream(response: ServerResponse, answer: Answer, fault: Fault | undefined, stall: Stall): Promise<void> {
  const { message, finish } = contentOf(answer.text, fault);
  const chunk = (choices: unknown, more = {}): string =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'test', choices, ...more })}\n\n`;
  const delta = (fields: object, reason: string | null = null, tokens?: readonly ServedToken[]): string =>
    chunk([{ index: 0, delta: fields, finish_reason: reason, ...told(tokens) }]);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (fault?.kind === 'stall' && fault.at === 'first-token') await stall();
  const { content, ...rest } = message;
  response.write(delta({ role: 'assistant', ...rest }));
  const size = Math.max(1, Math.ceil(content.length / pieces));
  for (const token of answer.tokens ?? []) response.write(delta({ content: token.token }, null, [token]));
  for (let piece = 0; answer.tokens === undefined && piece * size < content.length; piece += 1) {
    if (fault?.kind === 'cut' && piece === fault.afterChunks) {
      response.socket?.destroySoon();
      return;
    }
    if (fault?.kind === 'stall' && fault.at === 'middle' && piece === 1) await stall();
    if (fault?.kind === 'broken-json' && piece === 1) response.write('data: {"choices": [{"del\n\n');
    if (fault?.kind === 'error-event' && piece === 1) response.write(`data: ${JSON.stringify({ error: { message: fault.message } })}\n\n`);
    response.write(delta({ content: content.slice(piece * size, (piece + 1) * size) }));
  }
  if (fault?.kind === 'unfinished') {
    response.end();
    return;
  }
  response.write(delta({}, finish));
  if (answer.includeUsage && fault?.kind !== 'no-usage') response.write(chunk([], { usage: usageOf(answer) }));
  response.end('data: [DONE]\n\n');
}

const told = (tokens: readonly ServedToken[] | undefined): object =>
  tokens === undefined ? {} : { logprobs: { content: tokens, refusal: null } };

interface Content {
  readonly message: { readonly content: string } & Readonly<Record<string, string>>;
  readonly finish: string;
}

function contentOf(text: string, fault: Fault | undefined): Content {
  if (fault?.kind === 'finish') return { message: { content: text.slice(0, text.length / 2) }, finish: fault.reason };
  if (fault?.kind === 'refusal') return { message: { content: '', refusal: 'I cannot help with that.' }, finish: 'stop' };
  if (fault?.kind === 'empty') return { message: { content: '' }, finish: 'stop' };
  if (fault?.kind === 'huge')
    return {
      message: { content: Array.from({ length: Math.ceil(fault.bytes / 8) }, (_, n) => n.toString(36).padStart(8)).join('') },
      finish: 'stop',
    };
  if (fault?.kind !== 'reasoning') return { message: { content: text }, finish: 'stop' };
  if (fault.as === 'think') return { message: { content: `<think>\n${fault.text}</think>\n\n${text}` }, finish: 'stop' };
  return { message: { content: text, [fault.as]: fault.text }, finish: 'stop' };
}

const usageOf = ({ usage }: Answer): object => ({ ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens });
