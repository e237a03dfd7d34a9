/** What a command says: one JSON object, or lines for people; progress goes to standard error. */
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

/**
 * How far a run is. A terminal shows every step; elsewhere the line changes at each tenth only: a log is read, not
 * watched.
 */
export function progressLine(label: string, done: number, total: number, kept: number, failed: number): string {
  if (process.stderr.isTTY) return `${label} ${done} of ${total}, ${kept} kept${failed > 0 ? `, ${failed} failed` : ''}`;
  const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
  return `${label} ${10 * tenth}% of ${total}`;
}
