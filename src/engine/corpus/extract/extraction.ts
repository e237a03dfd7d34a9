/** Texts of files whose bytes are none, extracted in a thread of its own that is ended when it is not needed, or takes too long. */
import { Worker } from 'node:worker_threads';
import type { ExtractedText } from '../../../core/corpus/extract/extracted.ts';
import { extensionOf } from '../../../core/corpus/limits.ts';
import { messageOf } from '../../errors.ts';
import { Unreadable } from '../unreadable.ts';
import { type ExtractedKind, extractedKinds, fromExtractor, type ToExtractor } from './wire.ts';

/** Beside this module's bundle in what ships; the source itself where sources run. */
const place = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './extract-worker.mjs', import.meta.url);

/** Milliseconds that one file may take, and after which a thread without work ends; memory of the thread in MiB. */
const [longest, idle, memory] = [120_000, 30_000, 2048];
/** Characters of texts that are kept: evidence in a file is asked for often, one sample after the other. */
const mostKept = 16 * 1024 * 1024;

interface ExtractionLimits {
  readonly milliseconds: number;
}

/** The kind of a file whose text is extracted; null for one that is a text. */
export function extractedKind(file: string): ExtractedKind | null {
  const extension = extensionOf(file);
  return extractedKinds.find((kind) => kind === extension) ?? null;
}

interface Job {
  readonly message: ToExtractor;
  readonly milliseconds: number;
  readonly resolve: (extracted: ExtractedText) => void;
  readonly reject: (error: Error) => void;
}

/** Extracts one file after the other. It keeps no process alive but while it works. */
class ExtractionThread {
  #worker: Worker | null = null;
  #current: Job | null = null;
  readonly #waiting: Job[] = [];
  #timer: NodeJS.Timeout | undefined;
  #last = 0;

  run(kind: ExtractedKind, bytes: Uint8Array<ArrayBuffer>, milliseconds: number): Promise<ExtractedText> {
    const { promise, resolve, reject } = Promise.withResolvers<ExtractedText>();
    this.#waiting.push({ message: { id: ++this.#last, kind, bytes }, milliseconds, resolve, reject });
    this.#next();
    return promise;
  }

  #next(): void {
    if (this.#current !== null) return;
    clearTimeout(this.#timer);
    const job = this.#waiting.shift();
    if (job === undefined) {
      this.#timer = setTimeout(() => {
        this.#end();
      }, idle).unref();
      this.#worker?.unref();
      return;
    }
    this.#current = job;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => {
      this.#failed(
        worker,
        `Reading the file takes longer than ${Math.ceil(job.milliseconds / 1000)} seconds, and was given up. Split it, save it anew, or leave it out with corpus.exclude.`,
      );
    }, job.milliseconds);
    worker.postMessage(job.message);
  }

  #start(): Worker {
    // Nothing that a library writes may come between an engine's messages to its host.
    const worker = new Worker(place, { execArgv: [], stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: memory } });
    worker.on('message', (value: unknown) => {
      const message = fromExtractor.parse(value);
      const job = this.#current;
      if (job?.message.id !== message.id) return;
      this.#current = null;
      if (message.type === 'extracted') job.resolve(message.extracted);
      else job.reject(new Unreadable(message.reason));
      this.#next();
    });
    worker.on('error', (error: unknown) => {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const why = isFull ? 'it takes more memory than is given' : messageOf(error);
      this.#failed(worker, `The file cannot be read (${why}). Split it, save it anew, or leave it out with corpus.exclude.`);
    });
    worker.on('exit', () => {
      this.#failed(worker, 'The file cannot be read: what reads it has ended. Save it anew, or leave it out with corpus.exclude.');
    });
    return worker;
  }

  /** Ends a thread, whose file is told; the next file gets another. */
  #failed(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    const job = this.#current;
    this.#current = null;
    this.#end();
    job?.reject(new Unreadable(reason));
    this.#next();
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }
}

const extraction = new ExtractionThread();
const kept = new Map<string, ExtractedText>();
let keptLength = 0;

/**
 * Text of a file. The same bytes give the same.
 * @param hash of the bytes
 * @throws Unreadable
 */
export async function extractText(
  kind: ExtractedKind,
  bytes: Uint8Array<ArrayBuffer>,
  hash: string,
  { milliseconds }: ExtractionLimits = { milliseconds: longest },
): Promise<ExtractedText> {
  const key = `${kind} ${hash}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const extracted = await extraction.run(kind, bytes, milliseconds);
  if (!kept.has(key)) keptLength += extracted.text.length;
  kept.set(key, extracted);
  for (const [old, { text }] of kept) {
    if (keptLength <= mostKept) break;
    kept.delete(old);
    keptLength -= text.length;
  }
  return extracted;
}
