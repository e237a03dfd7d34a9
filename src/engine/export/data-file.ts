import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { wellFormedJsonLine } from '../../core/json-line.ts';

/** A file that was written, as a manifest tells it. */
export interface WrittenFile {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A data file under way: rows are written one after the other, and no more of them is held than one piece of the file. */
export interface DataFile {
  write(row: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes what is left, and returns when it is on the disk. */
  end(): Promise<WrittenFile>;
  /** Lets go of the file without finishing it. */
  abandon(): void;
}

export class FileSink {
  bytes = 0;
  readonly #digest = createHash('sha256');
  readonly #stream;

  /** @param path a new file's @throws the system's error, from the first write on, when it cannot be written */
  constructor(path: string) {
    this.#stream = createWriteStream(path, { flags: 'wx', flush: true });
    // Told to whoever writes next, or ends.
    this.#stream.on('error', () => undefined);
  }

  async write(data: Uint8Array): Promise<void> {
    this.#digest.update(data);
    this.bytes += data.length;
    if (this.#stream.errored !== null) throw this.#stream.errored;
    if (this.#stream.write(data)) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        this.#stream.off('drain', settle).off('error', settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#stream.on('drain', settle).on('error', settle);
    });
  }

  async end(): Promise<string> {
    this.#stream.end();
    await finished(this.#stream);
    return this.#digest.digest('hex');
  }

  abandon(): void {
    this.#stream.destroy();
  }
}

/** Size from which lines are handed to the disk, in characters. */
const pieceSize = 256 * 1024;

/** JSON lines. */
export class JsonLinesFile implements DataFile {
  readonly #sink: FileSink;
  #lines: string[] = [];
  #size = 0;
  #rows = 0;

  constructor(path: string) {
    this.#sink = new FileSink(path);
  }

  async write(row: Readonly<Record<string, unknown>>): Promise<void> {
    const line = `${wellFormedJsonLine(row)}\n`;
    this.#lines.push(line);
    this.#size += line.length;
    this.#rows++;
    if (this.#size >= pieceSize) await this.#flush();
  }

  async #flush(): Promise<void> {
    const piece = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#size = 0;
    await this.#sink.write(piece);
  }

  async end(): Promise<WrittenFile> {
    await this.#flush();
    const sha256 = await this.#sink.end();
    return { rows: this.#rows, bytes: this.#sink.bytes, sha256 };
  }

  abandon(): void {
    this.#sink.abandon();
  }
}
