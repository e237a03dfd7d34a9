import { jsonLine } from '../../core/json-line.ts';
import type { JournalEvent } from '../../core/samples/events.ts';
import type { JournalHeader } from '../../core/samples/journal-line.ts';
import { BadLines } from './bad-lines.ts';
import type { JournalLine, ReadLines } from './journal-file.ts';

/** Lines as they stand in a journal file, with what they say: what was just written is known without being parsed. */
export class WrittenLines implements ReadLines {
  readonly file: string;
  /** Byte position of the first in the file. */
  readonly start: number;
  readonly bytes: Buffer;
  readonly lines: readonly JournalLine[];
  readonly bad = new BadLines();
  #byId: ReadonlyMap<string, JournalLine> | undefined;

  constructor(file: string, start: number, contents: readonly ({ readonly header: JournalHeader } | JournalEvent)[]) {
    this.file = file;
    this.start = start;
    const texts = contents.map((content) => Buffer.from(`${jsonLine('header' in content ? content.header : content)}\n`));
    this.bytes = Buffer.concat(texts);
    let position = start;
    this.lines = contents.map((event, at) => {
      const line = { start: position, length: texts[at]!.length - 1, event };
      position += texts[at]!.length;
      return line;
    });
  }

  get count(): number {
    return this.lines.length;
  }

  /** The event of an id, where it stands at that position. */
  event(id: string, start: number): JournalEvent | undefined {
    this.#byId ??= new Map(this.lines.flatMap((line) => ('id' in line.event ? [[line.event.id, line] as const] : [])));
    const line = this.#byId.get(id);
    return line?.start === start && 'id' in line.event ? line.event : undefined;
  }
}
