import type { CorpusState } from '../corpus-state.ts';

/** Files read, of all the files there are to read. */
export interface Reading {
  readonly done: number;
  readonly total: number;
}

type ReportReading = (reading: Reading) => void;

interface Current {
  readonly state: Promise<CorpusState>;
  readonly stop: AbortController;
}

/** Told of each file, as it goes on; once `signal` is aborted, nothing is read any more. */
export interface ReadingContext {
  readonly report: ReportReading;
  readonly signal: AbortSignal;
}

/** Ways of reading a corpus: whole, or by paths. */
interface CorpusReads {
  /** @param known as it was read before, so that what is still the same need not be read again */
  readonly all: (known: CorpusState | undefined, context: ReadingContext) => Promise<CorpusState>;
  readonly paths: (known: CorpusState, paths: readonly string[], context: ReadingContext) => Promise<CorpusState>;
}

/** Duration up to which people hear nothing of a reading, and interval at which they hear of a longer one. */
const [silentMs, everyMs] = [1000, 250];

/**
 * The corpus, read when it is first asked for and kept until it is to be read anew. It is read once however many ask
 * meanwhile, and never twice at a time.
 */
export class CorpusReader {
  readonly #source: CorpusReads;
  readonly #tell: ReportReading;
  readonly #now: () => number;
  #current: Current | undefined;
  #known: CorpusState | undefined;
  #closed = false;

  /** @param tell hears how far a reading is that takes long; the last it hears of one is that all is done, however it ended, unless by `close` */
  constructor(source: CorpusReads, tell: ReportReading, now = (): number => performance.now()) {
    this.#source = source;
    this.#tell = tell;
    this.#now = now;
  }

  /**
   * A caller that waits for a reading that another takes the place of waits for that one.
   * @throws the signal's reason when it is aborted first; the reading goes on, since others may wait for it
   */
  async get(signal?: AbortSignal): Promise<CorpusState> {
    for (;;) {
      if (this.#closed) throw new Error('the project was closed');
      const current = (this.#current ??= this.#start(new AbortController(), (context) => this.#source.all(this.#known, context)));
      try {
        return await (signal === undefined ? current.state : unlessAborted(current.state, signal));
      } catch (error) {
        if (!current.stop.signal.aborted || signal?.aborted === true) throw error;
      }
    }
  }

  /** As it was last read; undefined before that. */
  get known(): CorpusState | undefined {
    return this.#known;
  }

  /** The next who asks has it read anew. */
  renew(): void {
    this.#current?.stop.abort();
    this.#current = undefined;
  }

  /** The next who asks has what lies at some paths read anew, after what is under way; the rest is as it was. */
  reread(paths: readonly string[]): void {
    const before = this.#current;
    // The first request for the corpus reads everything.
    if (before === undefined) return;
    this.#current = this.#start(before.stop, async (context) => {
      const [known] = await Promise.allSettled([before.state]);
      context.signal.throwIfAborted();
      return known.status === 'fulfilled' ? this.#source.paths(known.value, paths, context) : this.#source.all(this.#known, context);
    });
  }

  close(): void {
    this.#closed = true;
    this.renew();
  }

  #start(stop: AbortController, read: (context: ReadingContext) => Promise<CorpusState>): Current {
    const state = this.#tellingOf(stop.signal, read);
    // Those who wait are told; that nobody may be waiting is no error of its own.
    state.catch(() => undefined);
    return { state, stop };
  }

  async #tellingOf(signal: AbortSignal, read: (context: ReadingContext) => Promise<CorpusState>): Promise<CorpusState> {
    let due = this.#now() + silentMs;
    let told: Reading | undefined;
    const report = (reading: Reading): void => {
      const now = this.#now();
      if (now < due || signal.aborted) return;
      due = now + everyMs;
      told = reading;
      this.#tell(reading);
    };
    try {
      const state = await read({ report, signal });
      this.#known = state;
      return state;
    } finally {
      if (told !== undefined && !this.#closed) this.#tell({ done: told.total, total: told.total });
    }
  }
}

/** Gives what is promised, or throws the signal's reason, whichever comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const listener = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', listener, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', listener);
  }
}
