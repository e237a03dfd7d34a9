import type { Clock } from '../clock.ts';
import { SharedWork } from '../shared-work.ts';
import { Quiet } from './quiet.ts';

/** Capacity of one input file; OpenAI takes 50,000 requests and 200 MB. */
export const fullFile = { requests: 50_000, bytes: 190_000_000 } as const;

/** An input file as it is put together. */
export interface GrowingFile {
  /** Number of requests. */
  readonly size: number;
  readonly bytes: number;
  /** Adds a line, with its end, unless its request is there. */
  add(key: string, line: Buffer): void;
  drop(key: string): void;
  close(): void;
}

interface RequestGroup<D extends GrowingFile> {
  readonly file: D;
  readonly seal: () => void;
  readonly work: SharedWork<void>;
}

interface GatheringOptions<D extends GrowingFile> {
  readonly clock: Clock;
  /** Begins a file; it is closed when it has been sent. */
  readonly begin: () => D;
  readonly send: (file: D, signal: AbortSignal) => Promise<void>;
}

/** Requests that come together, sent together: when no other has come for a moment, or a file is full. */
export class Gathering<D extends GrowingFile> {
  readonly #options: GatheringOptions<D>;
  readonly #quiet: Quiet;
  #group: RequestGroup<D> | undefined;

  constructor(options: GatheringOptions<D>) {
    this.#options = options;
    this.#quiet = new Quiet(options.clock, () => {
      this.#seal();
    });
  }

  /** Adds a line. @returns when it has been sent. */
  add(key: string, line: string, signal: AbortSignal): Promise<void> {
    const bytes = Buffer.from(`${line}\n`);
    if (this.#group !== undefined && this.#group.file.bytes + bytes.length > fullFile.bytes) this.#seal();
    const group = (this.#group ??= this.#begin());
    group.file.add(key, bytes);
    const sent = group.work.join(signal, () => {
      if (this.#group === group) group.file.drop(key);
    });
    if (group.file.size >= fullFile.requests) this.#seal();
    else this.#quiet.stir();
    return sent;
  }

  #begin(): RequestGroup<D> {
    const file = this.#options.begin();
    const { promise: sealed, resolve: seal } = Promise.withResolvers<undefined>();
    const work = new SharedWork<void>(
      async (signal) => {
        try {
          await sealed;
          signal.throwIfAborted();
          await this.#options.send(file, signal);
        } finally {
          file.close();
        }
      },
      () => {
        if (this.#group?.work === work) this.#seal();
      },
    );
    return {
      file,
      seal: () => {
        seal(undefined);
      },
      work,
    };
  }

  #seal(): void {
    this.#quiet.still();
    this.#group?.seal();
    this.#group = undefined;
  }
}
