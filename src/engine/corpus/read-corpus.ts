import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Encoding } from '../../core/corpus/encodings.ts';
import type { FindReadable } from '../../core/corpus/formats/article.ts';
import type { ParseOptions } from '../../core/corpus/parse.ts';
import { withExtracted } from '../../core/corpus/omissions.ts';
import { parserVersion } from '../../core/corpus/parser-version.ts';
import { valueFor } from '../../core/corpus/per-file.ts';
import { defaultTextField, type ProjectSettings } from '../../core/settings.ts';
import { CorpusState } from '../corpus-state.ts';
import type { ParsedFileCache, StoredFile } from '../storage/parsed-files.ts';
import { CorpusFile } from './corpus-file.ts';
import { type CorpusListing, listCorpusFiles } from './list-files.ts';
import { PassedOver } from './passed-over.ts';
import type { ReadingContext } from './reading.ts';
import { readSource, statSource, type SourceFile } from './read-source.ts';

/** Files read at a time: the disk is not waited for, and what else is asked meanwhile has its turn between two rounds. */
const atOnce = 8;

export type CorpusSettings = Pick<ProjectSettings, 'corpus' | 'passages' | 'dataset'>;

/** Source of a corpus, and what is known of it. */
interface CorpusSource {
  readonly root: string;
  readonly settings: CorpusSettings;
  readonly cache: ParsedFileCache;
  /** Files that exports have written: what was made is not read again. */
  readonly exported: ReadonlySet<string>;
  /** As it was read before: a file that is as it was then is not read again. */
  readonly known: CorpusState | undefined;
}

/** The files that are read: all that the settings name, but for what this project wrote itself. */
export function corpusFiles(
  root: string,
  { corpus, dataset }: CorpusSettings,
  exported: ReadonlySet<string>,
  search: Parameters<typeof listCorpusFiles>[2] = {},
): Promise<CorpusListing> {
  return listCorpusFiles(root, { include: corpus.include, exclude: corpus.exclude, datasetFolder: dataset, exported }, search);
}

/**
 * Reads every file of the corpus into documents and passages. A file whose size, time and relevant settings are those
 * of the last time comes from memory, or from the cache. What cannot be read is a problem with its reason, and the rest goes on.
 */
export async function readCorpus(source: CorpusSource, context: ReadingContext): Promise<CorpusState> {
  const { root, settings, exported, known } = source;
  const listing = await corpusFiles(root, settings, exported, { signal: context.signal });
  const read = await readFiles(source, listing, context);
  const passed = PassedOver.of(listing.passed, known?.passed);
  if (known === undefined) return CorpusState.of(read, passed);
  const gone = [...known.files.keys()].map((file) => [file, null] as const);
  return known.with(new Map<string, CorpusFile | null>([...gone, ...read.map((file) => [file.file, file] as const)]), passed);
}

/**
 * Reads the files at some paths alone, and those below where a path is a folder's; the rest of the corpus is as it was. A
 * path that leads nowhere any more takes what was read there out of it.
 */
export async function rereadPaths(
  source: CorpusSource & { readonly known: CorpusState },
  paths: readonly string[],
  context: ReadingContext,
): Promise<CorpusState> {
  const { root, settings, exported, known } = source;
  const present = await corpusFiles(root, settings, exported, {
    within: paths,
    isKnown: (path) => known.files.has(path),
    signal: context.signal,
  });
  const within = new Set(paths);
  const gone = [...known.files.keys()].filter((file) => isWithin(file, within) || exported.has(file));
  const read = new Map<string, CorpusFile | null>(gone.map((file) => [file, null]));
  for (const file of await readFiles(source, present, context)) read.set(file.file, file);
  return known.with(read, known.passed.with(present.passed, paths));
}

/** Tells whether a path, or a folder above it, is among some. */
function isWithin(path: string, among: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) if (among.has(path.slice(0, end))) return true;
  return false;
}

/** Reads the files there are; what kept others from being found is a file of its own, with its problem alone. */
async function readFiles(source: CorpusSource, { files, problems }: CorpusListing, context: ReadingContext): Promise<CorpusFile[]> {
  const found = problems.map((problem) => {
    const before = source.known?.files.get(problem.file);
    const isSame = isDeepStrictEqual(before?.problems, [problem]);
    return before !== undefined && isSame ? before : CorpusFile.unread(problem);
  });
  for (let done = 0; done < files.length; done += atOnce) {
    const round = files.slice(done, done + atOnce);
    context.report({ done, total: files.length });
    for (const file of await Promise.all(round.map((file) => readFile(source, file, context.signal)))) found.push(file);
    await setImmediate();
    context.signal.throwIfAborted();
  }
  return found;
}

async function readFile({ root, settings, cache, known }: CorpusSource, file: string, signal: AbortSignal): Promise<CorpusFile> {
  const stats = await statSource(root, file);
  signal.throwIfAborted();
  if ('problem' in stats) return CorpusFile.unread(stats.problem);
  const stamp = stampOf(stats, settings, file);
  const before = known?.files.get(file);
  if (before?.stamp === stamp) return before;
  const cached = cache.get(file, stamp);
  if (cached !== undefined) return new CorpusFile(file, cached, stamp);
  const source = await readSource(root, file, settings.corpus.encoding);
  signal.throwIfAborted();
  if ('problem' in source) return CorpusFile.unread(source.problem);
  // The parsers and the tokenizer come with the first file that is not as it was: looking at a project needs neither.
  const { parseDocument } = await import('../../core/corpus/parse.ts');
  const options = parseOptions(settings, file);
  const parsed = parseDocument(file, source.text, { ...options, readable: await readableFor(file, options) });
  const { encoding, flaws, extracted, text } = source;
  const places = extracted?.places ?? null;
  const read: StoredFile = {
    ...parsed,
    problems:
      flaws === undefined ? parsed.problems : [{ file, line: flaws.line, reason: flawed(encoding, flaws.count) }, ...parsed.problems],
    omissions: extracted === undefined ? parsed.omissions : withExtracted(parsed.omissions, extracted.omitted, text),
    ...(encoding === 'utf-8' ? {} : { encoding }),
    ...(places === null ? {} : { places }),
  };
  // The stamp of what was read, which may be newer than what was looked at.
  const current = stampOf(source, settings, file);
  cache.set(file, current, read);
  return new CorpusFile(file, read, current);
}

const flawed = (encoding: Encoding, count: number): string =>
  `${count === 1 ? 'One character is' : `${count} characters are`} not ${encoding}, first in this line; each is read as �. Mend the file, or name another encoding in corpus.encoding.`;

/** What the settings say about reading one file. */
function parseOptions({ passages, corpus }: CorpusSettings, file: string): ParseOptions {
  return {
    tokens: passages.tokens,
    textField: valueFor(corpus.textField, file) ?? defaultTextField,
    html: corpus.html,
    textFormat: valueFor<NonNullable<ParseOptions['textFormat']>>(corpus.textFormat, file),
  };
}

/** What finds the article of a page comes with the first page. */
async function readableFor(file: string, { html, textFormat }: ParseOptions): Promise<FindReadable | undefined> {
  if (html === 'all' || !(/\.(?:html?|xhtml)$/i.test(file) || textFormat === 'html')) return undefined;
  return (await import('../../core/corpus/formats/readable.ts')).findReadable;
}

/** Everything that the passages of a file depend on. */
function stampOf({ size, mtimeMs }: Pick<SourceFile, 'size' | 'mtimeMs'>, settings: CorpusSettings, file: string): string {
  const { tokens, ...options } = parseOptions(settings, file);
  return JSON.stringify([parserVersion, size, mtimeMs, tokens, options, valueFor(settings.corpus.encoding, file)]);
}
