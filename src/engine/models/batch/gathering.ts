import type { Clock } from '../clock.ts';
import { onAbort } from '../on-abort.ts';
import { SharedWork } from '../shared-work.ts';
import { Quiet } from './quiet.ts';

/** What fits into one input file; OpenAI takes 50,000 requests and 200 MB. */
export const fullFile = { requests: 50_000, bytes: 190_000_000 } as const;

/** Lines of an input file, by the ids of their requests. */
export type Lines = ReadonlyMap<string, string>;

interface Group {
  readonly lines: Map<string, string>;
  bytes: number;
  readonly seal: () => void;
  readonly work: SharedWork<void>;
}

/** Requests that come together, sent together: when no other has come for a moment, or a file is full. */
export class Gathering {
  readonly #quiet: Quiet;
  readonly #send: (lines: Lines, signal: AbortSignal) => Promise<void>;
  #group: Group | undefined;

  constructor(clock: Clock, send: (lines: Lines, signal: AbortSignal) => Promise<void>) {
    this.#send = send;
    this.#quiet = new Quiet(clock, () => {
      this.#seal();
    });
  }

  /** Adds a line. @returns when it has been sent. */
  async add(key: string, line: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const size = Buffer.byteLength(line) + 1;
    if (this.#group !== undefined && this.#group.bytes + size > fullFile.bytes) this.#seal();
    const group = (this.#group ??= this.#begin());
    if (!group.lines.has(key)) {
      group.lines.set(key, line);
      group.bytes += size;
    }
    const joined = group.work.join(signal);
    if (group.lines.size >= fullFile.requests) this.#seal();
    else this.#quiet.stir();
    const stay = onAbort(signal, () => {
      if (this.#group === group && group.lines.delete(key)) group.bytes -= size;
    });
    try {
      await joined;
    } finally {
      stay();
    }
  }

  #begin(): Group {
    const lines = new Map<string, string>();
    let seal = (): void => undefined;
    const sealed = new Promise<void>((resolve) => {
      seal = resolve;
    });
    const work = new SharedWork(
      async (signal) => {
        await sealed;
        signal.throwIfAborted();
        await this.#send(lines, signal);
      },
      () => {
        if (this.#group?.work === work) this.#seal();
      },
    );
    return { lines, bytes: 0, seal, work };
  }

  #seal(): void {
    this.#quiet.still();
    this.#group?.seal();
    this.#group = undefined;
  }
}
