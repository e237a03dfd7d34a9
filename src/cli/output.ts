/** Output of a command: one JSON object, or lines for people; progress goes to standard error. */
export interface Output {
  /** The command's result. `human` is printed without `--json`. */
  result(value: object, human: string): void;
  progress(line: string): void;
}

export function createOutput(json: boolean): Output {
  const live = process.stderr.isTTY;
  let shown = '';
  return {
    result(value, human) {
      if (live && shown !== '') process.stderr.write('\n');
      process.stdout.write(`${json ? JSON.stringify(value) : human}\n`);
    },
    progress(line) {
      if (line === shown) return;
      process.stderr.write(live ? `\r\u001b[K${line}` : `${line}\n`);
      shown = line;
    },
  };
}

/** Names that systems have for a pipe that nobody reads any more. */
const unread: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EOF']);

/** Keeps the work going when its reader leaves, as `head` does; an output that cannot be written otherwise, as to a full disk, fails the command. */
export function outliveReaders(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (unread.has(code)) return;
    process.stderr.write(`loom: the result cannot be written: ${message}\n`);
    process.exitCode = 1;
  });
}
