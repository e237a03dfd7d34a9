/** The lines of OpenAI's batch files, which `vllm run-batch` and its like read and write as well. */
import { APIError } from 'openai';
import * as z from 'zod';
import { jsonLine } from '../../../core/json-line.ts';
import type { ChatReply, ChatRequest, Sampling } from '../chat-model.ts';
import type { ModelError } from '../model-error.ts';
import type { OpenedModel } from '../opened-model.ts';
import { Dialect } from '../openai/dialect.ts';
import { type AskedEndpoint, failure, modelError, refusalOf } from '../openai/failures.ts';
import { redact } from '../openai/redact.ts';
import { ReplyAssembly } from '../openai/reply.ts';
import { requestKey } from '../requests/reply-cache.ts';
import { type OutputLine, parseOutputLine } from './output-line.ts';

/**
 * Name of a request in a batch: its key in the reply cache, whatever the limit for the reply. Near its budget a budget
 * shortens that limit, and a request under way must still be known when the budget was raised.
 */
export const batchKey = ({ endpoint, model }: OpenedModel, request: ChatRequest): string =>
  requestKey(endpoint, model.id, { ...request, sampling: unlimited(request.sampling ?? {}) });

const unlimited = ({ temperature, topP }: Sampling): Sampling => ({
  ...(temperature === undefined ? {} : { temperature }),
  ...(topP === undefined ? {} : { topP }),
});

/** Form of requests to one model in an input file: whole, and without what it was found not to take. */
export class BatchForm {
  readonly #initial: Dialect;
  readonly #learnt: Dialect;

  constructor({ model, reasoning }: OpenedModel) {
    const options = { stream: false, ...(reasoning === undefined ? {} : { reasoning }) };
    this.#initial = new Dialect(model.id, options);
    this.#learnt = new Dialect(model.id, options);
  }

  line(key: string, request: ChatRequest): string {
    return jsonLine({ custom_id: key, method: 'POST', url: '/v1/chat/completions', body: this.#learnt.body(request) });
  }

  /** Tells whether a request goes out with its schema. */
  holds(request: ChatRequest): boolean {
    return this.#learnt.holds(request);
  }

  /** @returns whether a refused request is worth putting again, in other words. */
  learn(error: APIError, request: ChatRequest): boolean {
    const refusal = refusalOf(error);
    if (refusal === undefined) return false;
    // It was written before others of its file were refused: what was learnt of those was still in it.
    return this.#learnt.learn(refusal, { ...this.#initial.body(request), ...this.#learnt.body(request) });
  }
}

export type LineOutcome =
  | { readonly reply: ChatReply }
  | {
      readonly error: ModelError;
      /** True when it is worth asking again, in the same words or, where those were refused, in others. */
      readonly again: boolean;
    };

/** Outcome of a request, from the line that answers it. */
export function outcomeOf(text: string, request: ChatRequest, asked: AskedEndpoint, form: BatchForm): LineOutcome {
  try {
    const line = parseOutputLine(text);
    if (line?.response?.status_code !== 200) return failed(line, request, asked, form);
    const assembly = new ReplyAssembly(request, asked);
    assembly.add(line.response.body);
    const reply = assembly.finish('whole');
    // A batch of an earlier process may have been put in other words: what came back tells.
    return { reply: form.holds(request) && /^\s{0,40}[{[]/.test(reply.text) ? { ...reply, held: true } : reply };
  } catch (error) {
    const known = modelError(error, asked);
    return { error: known, again: isWorthAnother(known) };
  }
}

/** Replies that were paid for and are of no use count as asked: only whoever keeps the accounts may ask again. */
const isWorthAnother = ({ retryable, usage }: ModelError): boolean => retryable && usage === undefined;

const errorObject = z.object({
  message: z.string().catch(''),
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  type: z.string().nullish().catch(null),
  param: z.string().nullish().catch(null),
});
const errorBody = z.union([z.object({ error: errorObject }).transform(({ error }) => error), errorObject]);

function failed(line: OutputLine | undefined, request: ChatRequest, asked: AskedEndpoint, form: BatchForm): LineOutcome {
  // vLLM leaves the body empty and tells the error beside it.
  const said = [line?.response?.body, line?.error].map((value) => errorBody.safeParse(value).data).find((found) => found !== undefined);
  const status = line?.response?.status_code;
  if (status === undefined) {
    const words = [said?.code, said?.message].filter((word) => word !== undefined && word !== null && word !== '').join(': ');
    const what = `did not answer this request of the batch: ${redact(words, asked)}`;
    return { error: failure('server', asked, what, 'It can be asked again.'), again: true };
  }
  const error = APIError.generate(status, { error: said ?? {} }, undefined, new Headers());
  const isLearnt = form.learn(error, request);
  const known = modelError(error, asked);
  return { error: known, again: isLearnt || isWorthAnother(known) };
}
