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
