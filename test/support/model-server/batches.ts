/** The files and batches of a model server: `/v1/files` and `/v1/batches`. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { ServedToken } from './faults.ts';

const inputLine = z.object({
  custom_id: z.string(),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.looseObject({
    model: z.string(),
    messages: z.array(z.object({ role: z.string(), content: z.string() })),
    stream: z.literal(false).optional(),
  }),
});

type InputLine = z.infer<typeof inputLine>;
type BatchBody = InputLine['body'];

/** What comes of one request of a batch. */
export type LineFate =
  | { readonly text: string; readonly finish?: 'length' | 'content_filter'; readonly tokens?: readonly ServedToken[] }
  | { readonly status: number; readonly error: object }
  | 'expires'
  | 'left-out';

/** A moment at which a request is held, or fails: before it is done, in the midst of it, or (`…ed`) when it was done and is not yet answered. */
export type BatchStep =
  'upload' | 'uploaded' | 'create' | 'created' | 'list' | 'poll' | 'output' | 'outputting' | 'outputted' | 'cancel' | 'delete' | 'deleted';

export interface ServedBatch {
  readonly id: string;
  readonly token: string;
  readonly inputFile: string;
  readonly lines: readonly InputLine[];
  status: string;
  problem: object | undefined;
  outputFile: string | undefined;
  errorFile: string | undefined;
}

const createBody = z.object({
  input_file_id: z.string(),
  endpoint: z.literal('/v1/chat/completions'),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()),
});

interface StepFault {
  readonly step: BatchStep;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export class BatchServer {
  readonly batches: ServedBatch[] = [];
  readonly #files = new Map<string, string>();
  #kept = 0;
  /** What comes of a request. */
  fate: (body: BatchBody) => LineFate = () => ({ text: 'This is the reply.' });
  /** How a batch ends; undefined: it runs on. */
  ending: 'completed' | 'expired' | 'cancelled' | undefined = 'completed';
  /** Why batches are refused, in place of being begun. */
  refusal: object | undefined;
  polls = 0;
  #hold: { readonly step: BatchStep; readonly reached: () => void; readonly released: Promise<unknown> } | undefined;
  readonly #faults: StepFault[] = [];

  /** The ids of the files that are there. */
  get files(): string[] {
    return [...this.#files.keys()];
  }

  /** Every request that was put into a batch, as often as it was. */
  get asked(): string[] {
    return this.batches.flatMap(({ lines }) => lines.map(({ custom_id }) => custom_id));
  }

  /** The next request at a step is not answered until `release` is called or its connection is gone. */
  hold(step: BatchStep): { readonly reached: Promise<unknown>; readonly release: () => void } {
    const reached = Promise.withResolvers<undefined>();
    const released = Promise.withResolvers<undefined>();
    const reach = (): void => {
      reached.resolve(undefined);
    };
    this.#hold = { step, reached: reach, released: released.promise };
    return {
      reached: reached.promise,
      release: () => {
        released.resolve(undefined);
      },
    };
  }

  /** The next request at a step fails; with status 0 its connection is cut. */
  fail(step: BatchStep, status: number, headers: Record<string, string> = {}): void {
    this.#faults.push({ step, status, headers });
  }

  /** @returns false for what is neither a file's nor a batch's address. */
  async serve(request: IncomingMessage, body: string, response: ServerResponse): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
    const [, , kind, id, action] = pathname.split('/');
    if (kind === 'files' && id === undefined) await this.#upload(request, body, response);
    else if (kind === 'files' && action === 'content') await this.#content(id!, response);
    else if (kind === 'files' && request.method === 'DELETE') await this.#delete(id!, response);
    else if (kind === 'batches' && id === undefined && request.method === 'POST') await this.#create(body, response);
    else if (kind === 'batches' && id === undefined) await this.#list(searchParams, response);
    else if (kind === 'batches' && action === 'cancel') await this.#cancel(id!, response);
    else if (kind === 'batches') await this.#get(id!, response);
    else return false;
    return true;
  }

  /** @returns whether the request is to be answered. */
  async #passes(step: BatchStep, response: ServerResponse): Promise<boolean> {
    if (this.#hold?.step === step) {
      const { reached, released } = this.#hold;
      this.#hold = undefined;
      reached();
      await Promise.race([released, once(response, 'close')]);
      if (response.closed) return false;
    }
    const index = this.#faults.findIndex((fault) => fault.step === step);
    if (index < 0) return true;
    const [{ status, headers }] = this.#faults.splice(index, 1) as [StepFault];
    if (status === 0) response.socket?.destroy();
    else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(errorOf(`fault ${status}`));
    return false;
  }

  async #upload(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('upload', response))) return;
    const { purpose, file } = partsOf(body, request.headers['content-type'] ?? '');
    if (purpose !== 'batch' || file === undefined) {
      response.writeHead(400, { 'content-type': 'application/json' }).end(errorOf('a file and its purpose are required'));
      return;
    }
    const id = this.#keep(file);
    if (await this.#passes('uploaded', response)) answer(response, { id, object: 'file', purpose: 'batch' });
  }

  #keep(text: string): string {
    this.#kept += 1;
    const id = `file-${this.#kept}`;
    this.#files.set(id, text);
    return id;
  }

  async #content(id: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('output', response))) return;
    const text = this.#files.get(id);
    if (text === undefined) missing(response);
    else {
      const middle = Math.floor(text.length / 2);
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      await new Promise((resolve) => response.write(text.slice(0, middle), resolve));
      if (!(await this.#passes('outputting', response))) return;
      response.end(text.slice(middle));
    }
    await this.#passes('outputted', response);
  }

  async #delete(id: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('delete', response))) return;
    const isThere = this.#files.delete(id);
    if (!(await this.#passes('deleted', response))) return;
    if (isThere) answer(response, { id, object: 'file', deleted: true });
    else missing(response);
  }

  async #create(body: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('create', response))) return;
    const { input_file_id: inputFile, metadata } = createBody.parse(JSON.parse(body));
    const text = this.#files.get(inputFile);
    if (text === undefined) {
      missing(response);
      return;
    }
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => inputLine.parse(JSON.parse(line)));
    const isRefused = this.refusal !== undefined || new Set(lines.map((line) => line.custom_id)).size < lines.length;
    const batch: ServedBatch = {
      id: `batch_${this.batches.length + 1}`,
      token: metadata.concept_loom ?? '',
      inputFile,
      lines,
      status: isRefused ? 'failed' : 'in_progress',
      problem: isRefused ? (this.refusal ?? { code: 'duplicate_custom_id', message: 'A custom_id is there twice.', line: 2 }) : undefined,
      outputFile: undefined,
      errorFile: undefined,
    };
    this.batches.push(batch);
    if (await this.#passes('created', response)) answer(response, shown(batch));
  }

  /** One a page, so that whoever looks for one has to turn pages. */
  async #list(query: URLSearchParams, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('list', response))) return;
    const newestFirst = this.batches.toReversed();
    const from = newestFirst.findIndex(({ id }) => id === query.get('after')) + 1;
    answer(response, { object: 'list', data: newestFirst.slice(from, from + 1).map(shown), has_more: from + 1 < newestFirst.length });
  }

  async #get(id: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('poll', response))) return;
    const batch = this.batches.find((each) => each.id === id);
    if (batch === undefined) {
      missing(response);
      return;
    }
    this.polls += 1;
    if (batch.status === 'in_progress' && this.ending !== undefined) this.#end(batch, this.ending);
    answer(response, shown(batch));
  }

  async #cancel(id: string, response: ServerResponse): Promise<void> {
    if (!(await this.#passes('cancel', response))) return;
    const batch = this.batches.find((each) => each.id === id);
    if (batch === undefined) missing(response);
    else if (batch.status !== 'in_progress') {
      response.writeHead(409, { 'content-type': 'application/json' }).end(errorOf(`Cannot cancel a batch with status '${batch.status}'.`));
    } else {
      this.#end(batch, 'cancelled');
      answer(response, shown(batch));
    }
  }

  #end(batch: ServedBatch, status: 'completed' | 'expired' | 'cancelled'): void {
    const replies: string[] = [];
    const errors: string[] = [];
    // In another order than asked.
    for (const { custom_id, body } of batch.lines.toReversed()) {
      const fate = this.fate(body);
      if (fate === 'left-out') continue;
      const line = (more: object): string =>
        JSON.stringify({ id: `batch_req_${custom_id}`, custom_id, response: null, error: null, ...more });
      if (fate === 'expires') {
        errors.push(
          line({ error: { code: 'batch_expired', message: 'This request could not be executed before the completion window expired.' } }),
        );
      } else if ('text' in fate)
        replies.push(line({ response: { status_code: 200, request_id: 'r', body: completion(fate.text, fate.finish, fate.tokens) } }));
      else errors.push(line({ response: { status_code: fate.status, request_id: 'r', body: { error: fate.error } } }));
    }
    if (replies.length > 0) batch.outputFile = this.#keep(`${replies.join('\n')}\n`);
    if (errors.length > 0) batch.errorFile = this.#keep(`${errors.join('\n')}\n`);
    batch.status = status;
  }
}

/** The parts of a form (RFC 7578), by their names. */
function partsOf(body: string, type: string): Readonly<Record<string, string>> {
  const boundary = /^multipart\/form-data; boundary=([\w-]+)$/.exec(type)?.[1];
  const parts = body.split(`--${boundary}`).map((part) => /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part));
  return Object.fromEntries(
    parts.filter((part) => part !== null).map(([, head, text]) => [/\bname="(\w+)"/.exec(head!)?.[1] ?? '', text!]),
  );
}

/** As in a line of an output file. */
export const completion = (
  text: string,
  finish: 'stop' | 'length' | 'content_filter' = 'stop',
  tokens?: readonly ServedToken[],
): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'test',
  choices: [
    { index: 0, message: { role: 'assistant', content: text }, finish_reason: finish, ...(tokens && { logprobs: { content: tokens } }) },
  ],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
});

const shown = ({ id, token, inputFile, lines, status, problem, outputFile, errorFile }: ServedBatch): object => ({
  id,
  object: 'batch',
  endpoint: '/v1/chat/completions',
  completion_window: '24h',
  created_at: Math.floor(Date.now() / 1000),
  status,
  input_file_id: inputFile,
  output_file_id: outputFile ?? null,
  error_file_id: errorFile ?? null,
  errors: problem === undefined ? null : { object: 'list', data: [problem] },
  metadata: { concept_loom: token },
  request_counts: { total: lines.length, completed: 0, failed: 0 },
});

const errorOf = (message: string): string => JSON.stringify({ error: { message, type: 'invalid_request_error' } });

function answer(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function missing(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end(errorOf('there is no such thing'));
}
