import { setImmediate } from 'node:timers/promises';
import type { ParsedFile } from '../../core/corpus/parse.ts';
import { parserVersion } from '../../core/corpus/parser-version.ts';
import type { CorpusDocument, CorpusProblem } from '../../core/corpus/passage.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { ParsedFileCache } from '../storage/parsed-files.ts';
import { listCorpusFiles } from './list-files.ts';
import { readSource, statSource, type Source } from './read-source.ts';

export interface Corpus {
  /** In the order of their files, then of their records. */
  readonly documents: readonly CorpusDocument[];
  readonly problems: readonly CorpusProblem[];
}

/** Told of each file, as it goes on. */
interface Course {
  readonly report: (done: { readonly done: number; readonly total: number }) => void;
  /** Once it is aborted, nothing is read any more and the cache is left alone. */
  readonly signal: AbortSignal;
}

/** Files read at a time: the disk is not waited for, and what else is asked meanwhile has its turn between two rounds. */
const atOnce = 8;

type CorpusSettings = Pick<ProjectSettings, 'corpus' | 'passages' | 'dataset'>;

/** The files that are read: all that the settings name, but for what this project wrote itself. */
export function corpusFiles(root: string, { corpus, dataset }: CorpusSettings, exported: ReadonlySet<string>): Promise<string[]> {
  return listCorpusFiles(root, { include: corpus.include, exclude: corpus.exclude, datasetFolder: dataset, exported });
}

/**
 * Reads every file of the corpus into documents and passages. A file whose size, time and relevant settings are those
 * of the last time comes from the cache. What cannot be read is a problem with its reason, and the rest goes on.
 */
export async function readCorpus(
  root: string,
  settings: CorpusSettings,
  cache: ParsedFileCache,
  exported: ReadonlySet<string>,
  course: Course,
): Promise<Corpus> {
  const files = await corpusFiles(root, settings, exported);
  const documents: CorpusDocument[] = [];
  const problems: CorpusProblem[] = [];
  for (let done = 0; done < files.length; done += atOnce) {
    const round = files.slice(done, done + atOnce);
    course.report({ done, total: files.length });
    for (const parsed of await Promise.all(round.map((file) => readFile(root, file, settings, cache, course.signal)))) {
      for (const document of parsed.documents) documents.push(document);
      for (const problem of parsed.problems) problems.push(problem);
    }
    await setImmediate();
    course.signal.throwIfAborted();
  }
  return { documents, problems };
}

async function readFile(
  root: string,
  file: string,
  settings: CorpusSettings,
  cache: ParsedFileCache,
  signal: AbortSignal,
): Promise<ParsedFile> {
  const stats = await statSource(root, file);
  signal.throwIfAborted();
  if ('problem' in stats) return { documents: [], problems: [stats.problem] };
  const known = cache.get(file, stampOf(stats, settings));
  if (known !== undefined) return known;
  const source = await readSource(root, file);
  signal.throwIfAborted();
  if ('problem' in source) return { documents: [], problems: [source.problem] };
  // The parsers and the tokenizer come with the first file that is not as it was: looking at a project needs neither.
  const { parseDocument } = await import('../../core/corpus/parse.ts');
  const parsed = parseDocument(file, source.text, { tokens: settings.passages.tokens, textField: settings.corpus.textField });
  // The stamp of what was read, which may be newer than what was looked at.
  cache.set(file, stampOf(source, settings), parsed);
  return parsed;
}

/** Whatever the passages of a file depend on. */
function stampOf({ size, mtimeMs }: Pick<Source, 'size' | 'mtimeMs'>, { passages, corpus }: CorpusSettings): string {
  return JSON.stringify([parserVersion, size, mtimeMs, passages.tokens, corpus.textField]);
}
