import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { journalEvent } from '../../../src/core/samples/events.ts';
import type { JournalEvent } from '../../../src/core/samples/events.ts';
import { run } from '../../../scripts/run.mjs';
import { node24 } from '../../../scripts/setup.mjs';

const example = fileURLToPath(new URL('../../../example', import.meta.url));

/** A corpus of three documents about tides. */
export const tides = fileURLToPath(new URL('../../fixtures/tides', import.meta.url));

/** A copy of a corpus, the example's unless said otherwise, in a folder of its own. */
export class ProjectFolder {
  readonly path: string;

  constructor(source = example) {
    this.path = join(mkdtempSync(join(tmpdir(), 'loom-project-')), source === example ? 'rivers' : basename(source));
    cpSync(source, this.path, { recursive: true });
  }

  /** Records of all JSONL files directly below a folder of the project; none when it does not exist. */
  records(folder: string): Record<string, unknown>[] {
    const path = join(this.path, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .filter((file) => file.endsWith('.jsonl'))
      .sort()
      .flatMap((file) => readFileSync(join(path, file), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** The journal's events of one type, in its order. */
  events<T extends JournalEvent['type']>(type: T): Extract<JournalEvent, { type: T }>[] {
    return this.records('.loom/journal')
      .filter((record) => !('format' in record && 'program' in record))
      .map((record) => journalEvent.parse(record))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  }

  /** The files that samples to review grew from, those of most samples first, with their number. */
  reviewedFiles(): [file: string, samples: number][] {
    const kept = this.events('sample.generated').filter((event) => event.gate === null);
    const files = kept.flatMap(({ generated }) => [...new Set(generated.references.map((reference) => reference.file))]);
    return [...Map.groupBy(files, (file) => file)]
      .map(([file, { length }]): [string, number] => [file, length])
      .sort(([, a], [, b]) => b - a);
  }

  /** Runs the main job through the command line, as a project that was worked on before. */
  async weave(count: number): Promise<void> {
    const loom = (...args: string[]) => run(node24(), ['bin/loom.mjs', ...args, '--project', this.path], { quiet: true });
    await loom('extract');
    await loom('generate', '--method', 'level3', '--count', String(count), '--seed', '1');
  }

  /** Documents of the example, as paths with forward slashes. */
  corpusFiles(): string[] {
    return readdirSync(this.path, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /^(?!\.|dataset\/).*\/.*\.(md|txt)$/.test(file))
      .sort();
  }

  /** A file, or a folder with all in it. */
  delete(path: string): void {
    rmSync(join(this.path, path), { recursive: true });
  }

  rename(from: string, to: string): void {
    renameSync(join(this.path, from), join(this.path, to));
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  remove(): void {
    rmSync(join(this.path, '..'), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The question of a sample that has one. */
export const questionIn = (content: object): string =>
  'question' in content && typeof content.question === 'string' ? content.question : '';
