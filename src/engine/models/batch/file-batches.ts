import { messageOf } from '../../errors.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { type Clock, reasonOf } from '../clock.ts';
import { type AbortListener, offAbort, onAbort } from '../on-abort.ts';
import { secretsOf } from '../openai/endpoint.ts';
import type { OpenedModel } from '../opened-model.ts';
import { BatchFolder } from './batch-folder.ts';
import { BatchForm, batchKey, outcomeOf } from './batch-lines.ts';
import { Quiet } from './quiet.ts';

export interface FileBatchOptions {
  /** The project's. */
  readonly folder: string;
  readonly run: string;
  readonly clock: Clock;
  /** Told how many requests have just been written, each as often as it is. */
  readonly onAsked: (requests: number) => void;
  /** Ends the run, to be resumed when there are output files. */
  readonly stop: (reason: string) => void;
}

/** Number of input files that a request is put into at most. */
const maxFilesPerRequest = 3;
/** Problems and files that are told one by one. */
const maxTold = 5;

/**
 * A model asked through files, which any engine that runs batches turns into replies: what is asked at once is written
 * into an input file, and the run ends; resumed, it finds the replies in the output files beside it. The files alone are
 * the record of what was asked.
 */
export class FileBatches implements ChatModel {
  readonly id: string;
  readonly #opened: OpenedModel;
  readonly #options: FileBatchOptions;
  readonly #form: BatchForm;
  readonly #quiet: Quiet;
  /** The engine that answers may stand behind the same endpoint. */
  readonly #secrets: readonly string[];
  /** To be written. */
  readonly #pending = new Map<string, string>();
  readonly #waiting = new Set<(error: Error) => void>();
  #read: BatchFolder | undefined;

  constructor(opened: OpenedModel, options: FileBatchOptions) {
    this.id = opened.model.id;
    this.#opened = opened;
    this.#options = options;
    this.#form = new BatchForm(opened);
    this.#secrets = opened.batches === undefined ? [] : secretsOf(opened.batches);
    this.#quiet = new Quiet(options.clock, () => {
      this.#end();
    });
  }

  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    signal.throwIfAborted();
    this.#read ??= new BatchFolder(this.#options.folder, this.#options.run);
    const key = batchKey(this.#opened, request);
    const answer = this.#read.answer(key);
    if (answer !== undefined) {
      const prompt = request.messages.map(({ content }) => content);
      const outcome = outcomeOf(
        answer.text,
        request,
        { endpoint: answer.place, model: this.id, secrets: this.#secrets, prompt },
        this.#form,
      );
      if ('reply' in outcome) {
        // While replies are being read, those who get them are about to ask more.
        if (this.#waiting.size > 0) this.#quiet.stir();
        await request.keep?.(outcome.reply);
        return outcome.reply;
      }
      if (!(outcome.again || outcome.error.retryable) || this.#read.times(key) >= maxFilesPerRequest) throw outcome.error;
    }
    if (!this.#read.isAwaited(key)) this.#pending.set(key, this.#form.line(key, request));
    return await this.#wait(key, signal);
  }

  /** Until the run is ended: no reply comes while it lasts. */
  async #wait(key: string, signal: AbortSignal): Promise<never> {
    this.#quiet.stir();
    return await new Promise((_, reject) => {
      const leave: AbortListener = {
        aborted: () => {
          this.#waiting.delete(fail);
          this.#pending.delete(key);
          if (this.#waiting.size === 0) this.#quiet.still();
          reject(reasonOf(signal));
        },
      };
      const fail = (error: Error): void => {
        offAbort(signal, leave);
        reject(error);
      };
      onAbort(signal, leave);
      this.#waiting.add(fail);
    });
  }

  #end(): void {
    const { stop, onAsked } = this.#options;
    const read = this.#read!;
    try {
      read.write(this.#pending, this.id, onAsked);
    } catch (error) {
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const fail of waiting) fail(error instanceof Error ? error : new Error(messageOf(error)));
      return;
    } finally {
      this.#pending.clear();
    }
    stop(reasonTo(read));
  }
}

function reasonTo({ awaited, problems }: BatchFolder): string {
  const [first, ...others] = awaited.slice(0, maxTold);
  const parts =
    first === undefined
      ? []
      : [
          `stopped for a batch of files: ${awaited.length === 1 ? `the requests are in ${first.input}` : `the requests are in ${awaited.length} files`}`,
          `have them answered, as with “vllm run-batch -i ${word(first.input)} -o ${word(first.output)} --model ${word(first.model)}”`,
          ...others.map(({ input, output, model }) => `and ${input} into ${output} (model ${model})`),
          ...more(awaited.length, 'files'),
          `put the replies where that command does, then resume the run`,
        ];
  const told = problems.slice(0, maxTold);
  return [...parts, ...told.map((problem) => `left out ${problem}`), ...more(problems.length, 'lines that were left out')].join('; ');
}

const more = (all: number, what: string): string[] => (all > maxTold ? [`and ${all - maxTold} more ${what}`] : []);

/** A word of a shell's command. */
const word = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
