import { closeSync } from 'node:fs';
import { openFile, readAt } from '../../files/files.ts';
import type { ProjectPath } from '../../files/project-path.ts';

const chunk = 1024 ** 2;
const newline = 0x0a;

export interface FileLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** In bytes. */
  readonly start: number;
  readonly length: number;
}

/** The lines of a file that may be longer than a string can be; empty ones are left out. */
export function* linesOf(path: ProjectPath): Generator<FileLine> {
  const descriptor = openFile(path, 'read');
  try {
    let held: Buffer[] = [];
    let [start, number] = [0, 1];
    const take = (last: Buffer): FileLine => {
      const bytes = Buffer.concat([...held, last]);
      held = [];
      return { text: bytes.toString('utf8').trim(), number, start, length: bytes.length };
    };
    for (let position = 0; ;) {
      const bytes = readAt(descriptor, position, chunk);
      if (bytes.length === 0) break;
      position += bytes.length;
      let from = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
        const line = take(bytes.subarray(from, end));
        if (line.text !== '') yield line;
        start += line.length + 1;
        number += 1;
        from = end + 1;
      }
      if (from < bytes.length) held.push(bytes.subarray(from));
    }
    const last = take(Buffer.alloc(0));
    if (last.text !== '') yield last;
  } finally {
    closeSync(descriptor);
  }
}
