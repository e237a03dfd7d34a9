import type { GrowingFile } from './gathering.ts';
import { ScratchFile } from './scratch-file.ts';

/** Written and read at a time. */
const chunk = 256 * 1024;

/** A body that is sent as it is read. */
export interface RequestBody {
  readonly bytes: number;
  readonly parts: () => Iterable<Uint8Array>;
}

interface LinePlace {
  readonly start: number;
  readonly length: number;
}

/** An input file while it is put together: its lines are on the disk, and only their places are held. */
export class RequestFile implements GrowingFile {
  readonly #file: ScratchFile;
  /** By the ids of the requests. */
  readonly #places = new Map<string, LinePlace>();
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;
  #bytes = 0;

  /** @param folder the project's @throws StorageError */
  constructor(folder: string) {
    this.#file = new ScratchFile(folder);
  }

  /** The name of the lock that is held as long as the file is there. */
  get owner(): string {
    return this.#file.owner;
  }

  get size(): number {
    return this.#places.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  keys(): Iterable<string> {
    return this.#places.keys();
  }

  /** @throws StorageError */
  add(key: string, line: Buffer): void {
    if (this.#places.has(key)) return;
    this.#places.set(key, { start: this.#file.size + this.#unwrittenBytes, length: line.length });
    this.#unwritten.push(line);
    this.#unwrittenBytes += line.length;
    this.#bytes += line.length;
    if (this.#unwrittenBytes >= chunk) this.#flush();
  }

  drop(key: string): void {
    this.#bytes -= this.#places.get(key)?.length ?? 0;
    this.#places.delete(key);
  }

  /** The lines of some of its requests. @throws StorageError */
  content(keys: ReadonlySet<string>): RequestBody {
    this.#flush();
    const places = [...this.#places].filter(([key]) => keys.has(key)).map(([, place]) => place);
    return { bytes: places.reduce((sum, { length }) => sum + length, 0), parts: () => this.#read(places) };
  }

  close(): void {
    this.#file.release();
  }

  *#read(places: readonly LinePlace[]): Generator<Uint8Array> {
    let [start, end] = [0, 0];
    for (const place of places) {
      // Lines that lie side by side are read at once.
      if (place.start !== end || end - start >= chunk) {
        if (end > start) yield this.#file.read(start, end - start);
        start = place.start;
      }
      end = place.start + place.length;
    }
    if (end > start) yield this.#file.read(start, end - start);
  }

  #flush(): void {
    if (this.#unwrittenBytes === 0) return;
    const bytes = Buffer.concat(this.#unwritten);
    this.#unwritten = [];
    this.#unwrittenBytes = 0;
    this.#file.write(bytes);
  }
}
