import * as z from 'zod';
import { UsageError } from '../../errors.ts';
import { loomFolder } from '../../config.ts';
import { listFolder, makeFolder, readAt, withFile, writeAtomically } from '../../files/files.ts';
import { ProjectPath } from '../../files/project-path.ts';
import { storageError } from '../../storage/errors.ts';
import { fullFile } from './gathering.ts';
import { linesOf } from './file-lines.ts';
import { parseOutputLine } from './output-line.ts';

const inputName = /^requests-(\d{4,9})\.jsonl$/;
const outputName = /^requests-(\d{4,9})\.output\.jsonl$/;
const inputOf = (number: number): string => `requests-${String(number).padStart(4, '0')}.jsonl`;
const outputOf = (number: number): string => inputOf(number).replace(/jsonl$/, 'output.jsonl');

const writtenLine = z.object({ custom_id: z.string(), body: z.object({ model: z.string() }) });

interface RequestPlace {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly isReply: boolean;
}

/** Record of a request in input and output files. */
interface Written {
  /** In how many input files it is. */
  times: number;
  /** The number of the last of them. */
  last: number;
  answer: RequestPlace | undefined;
}

/** An input file that waits for its output; paths are relative to the project. */
export interface Awaited {
  readonly input: string;
  readonly output: string;
  readonly model: string;
}

interface Input {
  readonly number: number;
  /** The model its requests are for. */
  readonly model: string;
}

/** A run's input and output files, in `.loom/batch/<run>/`. */
export class BatchFolder {
  readonly #path: ProjectPath;
  readonly #shown: string;
  readonly #written = new Map<string, Written>();
  readonly #inputs: Input[] = [];
  readonly #outputs = new Set<number>();
  /** Lines of output files that could not be used, by file and line. */
  readonly problems: string[] = [];

  /** Reads what is there. @param folder the project's @throws StorageError */
  constructor(folder: string, run: string) {
    if (!isFolderName(run)) throw new UsageError('the run’s name is none that a folder could have');
    this.#path = ProjectPath.of(folder).at(loomFolder, 'batch', run);
    this.#shown = shownOf(run);
    try {
      const names = listFolder(this.#path);
      for (const name of names) this.#readInput(name);
      for (const name of names) this.#readOutput(name);
    } catch (error) {
      throw storageError('the files of this batch cannot be read', this.#path.path, error);
    }
  }

  /** Input files without an output. */
  get awaited(): Awaited[] {
    return this.#inputs
      .filter(({ number }) => !this.#outputs.has(number))
      .map(({ number, model }) => ({ input: `${this.#shown}/${inputOf(number)}`, output: `${this.#shown}/${outputOf(number)}`, model }));
  }

  /** In how many input files a request is. */
  times(key: string): number {
    return this.#written.get(key)?.times ?? 0;
  }

  /** Tells whether a request is in an input file that has no output yet. */
  isAwaited(key: string): boolean {
    const written = this.#written.get(key);
    return written !== undefined && !this.#outputs.has(written.last);
  }

  /** The line that answers a request, and where it stands. */
  answer(key: string): { readonly text: string; readonly place: string } | undefined {
    const place = this.#written.get(key)?.answer;
    // Requests that got no reply the first time are in another file by now.
    if (place === undefined || (this.isAwaited(key) && !place.isReply)) return undefined;
    const path = this.#path.at(place.file);
    try {
      const text = withFile(path, (descriptor) => readAt(descriptor, place.start, place.length).toString('utf8'));
      return { text, place: `${this.#shown}/${place.file}:${place.line}` };
    } catch (error) {
      throw storageError('an output of this batch cannot be read', path.path, error);
    }
  }

  /** Writes input files, each as a whole. `onWritten` is told how many requests are in each that is there. */
  write(lines: ReadonlyMap<string, string>, model: string, onWritten: (requests: number) => void): void {
    let group: [key: string, line: string][] = [];
    let bytes = 0;
    const writeFile = (): void => {
      this.#writeFile(group, model);
      onWritten(group.length);
    };
    for (const [key, line] of lines) {
      const size = Buffer.byteLength(line) + 1;
      if (group.length >= fullFile.requests || bytes + size > fullFile.bytes) {
        writeFile();
        [group, bytes] = [[], 0];
      }
      group.push([key, line]);
      bytes += size;
    }
    if (group.length > 0) writeFile();
  }

  #writeFile(group: readonly (readonly [key: string, line: string])[], model: string): void {
    try {
      makeFolder(this.#path);
      // The models of a run each have files here, which may have been written since this folder was read.
      const taken = listFolder(this.#path).map((name) => Number((inputName.exec(name) ?? outputName.exec(name))?.[1] ?? 0));
      const number = taken.reduce((most, each) => Math.max(most, each), 0) + 1;
      writeAtomically(this.#path.at(inputOf(number)), group.map(([, line]) => `${line}\n`).join(''));
      this.#inputs.push({ number, model });
      for (const [key] of group) this.#note(key, number);
    } catch (error) {
      throw storageError('the requests of this batch could not be written', this.#path.path, error);
    }
  }

  #note(key: string, number: number): void {
    const known = this.#written.get(key);
    if (known === undefined) this.#written.set(key, { times: 1, last: number, answer: undefined });
    else Object.assign(known, { times: known.times + 1, last: Math.max(known.last, number), answer: known.answer });
  }

  #readInput(name: string): void {
    const number = Number(inputName.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(number)) return;
    let model = '';
    for (const { text, number: line } of linesOf(this.#path.at(name))) {
      const written = parse(text);
      if (written === undefined) this.problems.push(`${this.#shown}/${name}:${line}: no request in the batch format`);
      else {
        model = written.body.model;
        this.#note(written.custom_id, number);
      }
    }
    this.#inputs.push({ number, model });
  }

  #readOutput(name: string): void {
    const number = Number(outputName.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(number)) return;
    this.#outputs.add(number);
    for (const { text, number: line, start, length } of linesOf(this.#path.at(name))) {
      const where = `${this.#shown}/${name}:${line}`;
      const parsed = parseOutputLine(text);
      const written = parsed && this.#written.get(parsed.custom_id);
      if (parsed === undefined) this.problems.push(`${where}: no reply in the batch format; the line may be cut off`);
      else if (written === undefined) this.problems.push(`${where}: answers a request that is in none of the input files beside it`);
      else {
        const isReply = parsed.response?.status_code === 200;
        if (isReply || written.answer?.isReply !== true) written.answer = { file: name, line, start, length, isReply };
      }
    }
  }
}

/** A run's input files that wait for their output, by their names alone: what is in them may be much. */
export function unansweredFiles(folder: string, run: string): { readonly requests: string; readonly replies: string }[] {
  if (!isFolderName(run)) return [];
  const names = listFolder(ProjectPath.of(folder).at(loomFolder, 'batch', run));
  return names.flatMap((name) => {
    const number = Number(inputName.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(number) || names.includes(outputOf(number))) return [];
    return [{ requests: `${shownOf(run)}/${name}`, replies: `${shownOf(run)}/${outputOf(number)}` }];
  });
}

/** A run's name comes from a journal that somebody else may have written: it must not lead out of the folder. */
const isFolderName = (run: string): boolean => /^\w[\w-]{0,99}$/.test(run);

const shownOf = (run: string): string => [loomFolder, 'batch', run].join('/');

function parse(text: string): z.infer<typeof writtenLine> | undefined {
  try {
    return writtenLine.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: somebody has edited the file.
    return undefined;
  }
}
