import { copyText, omissionText } from '../../core/corpus/omissions.ts';
import type { DocumentScore } from '../../core/filter/score-documents.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { FileCopies } from '../corpus/copies.ts';
import type { CorpusFile } from '../corpus/corpus-file.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { Changing, StatusCounts, Store } from '../storage/store.ts';
import { Derived } from './derived.ts';
import type { ExtractedPassages } from './extracted-passages.ts';
import type { ListedFile } from '../../protocol/results.ts';

/** Sources of the rows of files. */
export interface FileListSources {
  readonly corpus: CorpusState;
  readonly store: Store;
  /** All names under which samples refer to a file, of those that had others before. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly extracted: ExtractedPassages;
  readonly scored: readonly DocumentScore[];
}

/** A row with what it was made of: it is made anew when one of these is another. */
interface KnownRow {
  readonly file: CorpusFile;
  readonly copies: FileCopies;
  readonly extracted: number;
  /** All names under which samples refer to it; null where there is its own alone. */
  readonly names: readonly string[] | null;
  /** The counts of samples under each name. */
  readonly counts: readonly (StatusCounts | undefined)[];
  readonly row: ListedFile;
  /** Version of the list at which it became what it is. */
  readonly version: number;
}

const noSamples: StatusCounts = { pending: 0, accepted: 0, rejected: 0, gated: 0 };
/** Files that are gone, remembered at most; who last looked before them is told of everything. */
const remembered = 1000;

/** Every file of the corpus, with how far it is processed and what grew from it; files that could not be read too. Knows what changed when. */
export class FileList {
  readonly #rows = new Map<string, KnownRow>();
  #gone = new Map<string, number>();
  /** Sources that the list was last made of, and the version of the counts of samples then. */
  #made: (Omit<FileListSources, 'store'> & { readonly counts: Changing<StatusCounts>; readonly countsVersion: number }) | undefined;
  /** Begins at the time, so that another engine's versions are none of this one's. */
  #version = Date.now();
  #complete = this.#version;
  readonly #scoresByFile = new Derived<[readonly DocumentScore[]], ReadonlyMap<string, readonly DocumentScore[]>>(([scored]) =>
    Map.groupBy(scored, ({ file }) => file),
  );

  /** Of the files that are as they were at the version named, nothing is said. */
  list(sources: FileListSources, since: number | undefined): EngineResult<'corpus/files'> {
    this.#follow(sources);
    const version = this.#version;
    const goesOn = since !== undefined && since >= this.#complete && since <= version;
    if (!goesOn)
      return { version, whole: true, files: [...sources.corpus.files.keys()].map((name) => this.#rows.get(name)!.row), gone: [] };
    const gone = [...this.#gone].flatMap(([file, at]) => (at > since ? [file] : []));
    const files = [...this.#rows.values()].flatMap((known) => (known.version > since ? [known.row] : []));
    return { version, whole: false, files, gone };
  }

  /** Makes the rows anew that are made of something else than before. */
  #follow({ corpus, store, names, extracted, scored }: FileListSources): void {
    const counts = store.countsByFile();
    const isScoredAnew = scored !== this.#made?.scored;
    const scores = this.#scoresByFile.of(scored);
    const next = this.#version + 1;
    const due = this.#due({ corpus, names, extracted, scored }, counts);
    this.#made = undefined;
    for (const [name, file] of due) {
      const before = this.#rows.get(name);
      const made = { file, copies: corpus.copies.in(name), extracted: extracted.byFile.get(name) ?? 0, names: names.get(name) ?? null };
      const isOther =
        before === undefined || !isMadeOf(before, made) || before.counts.some((each, at) => each !== counts.get(made.names?.[at] ?? name));
      if (!isOther && !isScoredAnew) continue;
      const filter = filterOf(scores.get(name) ?? []);
      if (!isOther && isSameFilter(filter, before.row.filter)) continue;
      const called = made.names ?? [name];
      const known = called.map((each) => counts.get(each));
      this.#rows.set(name, { ...made, counts: known, row: rowOf(made, filter, known, store), version: next });
      this.#gone.delete(name);
      this.#version = next;
    }
    this.#forgetGone(corpus, next);
    this.#made = { corpus, names, extracted, scored, counts, countsVersion: counts.version };
  }

  /** The files whose rows may be others: after a decision, those that its samples refer to; else all are looked at, which takes next to nothing for each. */
  #due(now: Omit<FileListSources, 'store'>, counts: Changing<StatusCounts>): Iterable<readonly [string, CorpusFile]> {
    const { corpus, names, extracted, scored } = now;
    const before = this.#made;
    const isSame =
      before?.corpus === corpus &&
      before.names === names &&
      before.extracted === extracted &&
      before.scored === scored &&
      before.counts === counts;
    const changed = isSame ? counts.changedSince(before.countsVersion) : null;
    if (changed === null) return corpus.files;
    const others = [...names].flatMap(([name, called]) => (called.some((each) => changed.has(each)) ? [name] : []));
    return [...new Set([...changed, ...others])].flatMap((name) => {
      const file = corpus.files.get(name);
      return file === undefined ? [] : [[name, file] as const];
    });
  }

  #forgetGone(corpus: CorpusState, next: number): void {
    if (this.#rows.size === corpus.files.size) return;
    this.#version = next;
    for (const name of this.#rows.keys()) {
      if (corpus.files.has(name)) continue;
      this.#rows.delete(name);
      this.#gone.set(name, next);
    }
    if (this.#gone.size <= remembered) return;
    this.#gone = new Map();
    this.#complete = next;
  }
}

type MadeOf = Pick<KnownRow, 'file' | 'copies' | 'extracted' | 'names'>;

function isMadeOf(before: MadeOf, { file, copies, extracted, names }: MadeOf): boolean {
  if (before.file !== file || before.copies !== copies || before.extracted !== extracted) return false;
  if (before.names === null || names === null) return before.names === names;
  return before.names.length === names.length && names.every((name, at) => name === before.names?.[at]);
}

const isSameFilter = (a: ListedFile['filter'], b: ListedFile['filter']): boolean =>
  a.score === b.score && a.leftOut === b.leftOut && a.byHand === b.byHand;

function rowOf(
  { file, copies, extracted, names }: MadeOf,
  filter: ListedFile['filter'],
  [counts]: KnownRow['counts'],
  store: Store,
): ListedFile {
  const { documents, passages, problems, omissions, encoding } = file;
  return {
    file: file.file,
    title: documents.length === 1 ? documents[0]!.title : file.file,
    documents: documents.length,
    passages: passages.length - copies.size,
    extracted,
    // A sample that refers to the file by two of its names counts once.
    samples: names === null ? (counts ?? noSamples) : store.samples({ file: names }, { offset: 0, limit: 0 }).counts,
    filter,
    problems: [...problems],
    omissions: [...omissions.map((omission) => ({ ...omission, what: omissionText(omission) })), ...copiedFrom(copies)],
    ...(encoding === 'utf-8' ? {} : { encoding }),
  };
}

/** The copies in a file, as what is passed over of it. */
function copiedFrom(copies: FileCopies): ListedFile['omissions'] {
  const [first] = copies.values();
  if (first === undefined) return [];
  const others = new Set([...copies.values()].map(({ file }) => file)).size - 1;
  const from = others === 0 ? first.file : `${first.file} and ${others} more ${others === 1 ? 'file' : 'files'}`;
  return [{ kind: 'copy', count: copies.size, what: `${copyText(copies.size)} (${from})` }];
}

/** A file of several documents has the mean of their scores, and is left out when all of them are. */
function filterOf(documents: readonly DocumentScore[]): ListedFile['filter'] {
  const scores = documents.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    leftOut: documents.length > 0 && documents.every(({ kept }) => !kept),
    byHand: documents.some(({ byHand }) => byHand),
  };
}
