import type { CorpusDocument, CorpusProblem, Passage } from '../core/corpus/passage.ts';
import { type OmissionKind, omissionKindNames } from '../core/corpus/omissions.ts';
import { representative, representatives } from '../core/filter/representative.ts';
import { Copies } from './corpus/copies.ts';
import type { CorpusFile } from './corpus/corpus-file.ts';
import { PassedOver } from './corpus/passed-over.ts';

/** Files read anew, by path: null where there is no file of the corpus any more. */
export type FilesRead = ReadonlyMap<string, CorpusFile | null>;

/** What was passed over in the corpus, of one kind. */
export interface OmittedOfKind {
  readonly kind: OmissionKind;
  readonly count: number;
  /** Number of files that it was found in, and the first of them. */
  readonly files: number;
  readonly examples: readonly { readonly file: string; readonly line: number }[];
}

interface Totals {
  readonly documents: number;
  readonly passages: number;
}

/**
 * The corpus as last read, with the look-ups that queries and runs need. It stays as it is: a change makes another, which
 * shares the files that are the same. What was derived from one is brought up to the next by what `differences` says.
 */
export class CorpusState {
  /** In the order of their names; those that could not be read too, with their problems. */
  readonly files: ReadonlyMap<string, CorpusFile>;
  readonly #totals: Totals;
  /** What lies beside them in the folder and is not read. */
  readonly passed: PassedOver;
  #documents: readonly CorpusDocument[] | undefined;
  #passages: readonly Passage[] | undefined;
  #problems: readonly CorpusProblem[] | undefined;
  #omissions: readonly OmittedOfKind[] | undefined;
  /** Handed on to the next state, which needs it more; who asks an old one pays for it again. */
  #byHash: Map<string, Passage[]> | undefined;
  #copies: Copies | undefined;

  private constructor(
    files: ReadonlyMap<string, CorpusFile>,
    totals: Totals,
    passed: PassedOver,
    byHash?: Map<string, Passage[]>,
    copies?: Copies,
  ) {
    this.files = files;
    this.#totals = totals;
    this.passed = passed;
    this.#byHash = byHash;
    this.#copies = copies;
  }

  static of(files: Iterable<CorpusFile>, passed: PassedOver = PassedOver.none): CorpusState {
    const sorted = [...files].sort(byName);
    return new CorpusState(new Map(sorted.map((file) => [file.file, file])), sorted.reduce(added, { documents: 0, passages: 0 }), passed);
  }

  /** The corpus with some files read anew; this one when nothing is different. */
  with(read: FilesRead, passed: PassedOver = this.passed): CorpusState {
    const changes = [...read].filter(([name, file]) => (this.files.get(name) ?? null) !== file);
    if (changes.length === 0 && passed === this.passed) return this;
    const files = new Map(this.files);
    let totals = this.#totals;
    const byHash = this.#byHash;
    this.#byHash = undefined;
    for (const [name, file] of changes) {
      const before = files.get(name);
      if (before !== undefined) {
        totals = removed(totals, before);
        if (byHash !== undefined) takeOut(byHash, before);
      }
      if (file === null) files.delete(name);
      else {
        files.set(name, file);
        totals = added(totals, file);
        if (byHash !== undefined) putIn(byHash, file);
      }
    }
    const hasNew = changes.some(([name, file]) => file !== null && !this.files.has(name));
    const ordered = hasNew ? new Map([...files.values()].sort(byName).map((file) => [file.file, file])) : files;
    const exchanged = changes.map(([name, now]) => ({ before: this.files.get(name) ?? null, now }));
    return new CorpusState(ordered, totals, passed, byHash, this.copies.with(exchanged, ordered));
  }

  /**
   * The files that are not as they were in another state, or of which other passages are copies: as they were there, and as they are
   * here; null where there is none.
   */
  differences(before: CorpusState): { readonly before: CorpusFile | null; readonly now: CorpusFile | null }[] {
    if (before === this) return [];
    const found = [];
    for (const [name, now] of this.files) {
      const known = before.files.get(name) ?? null;
      if (known !== now || this.copies.in(name) !== before.copies.in(name)) found.push({ before: known, now });
    }
    for (const [name, known] of before.files) if (!this.files.has(name)) found.push({ before: known, now: null });
    return found;
  }

  get documents(): readonly CorpusDocument[] {
    return (this.#documents ??= [...this.files.values()].flatMap(({ documents }) => documents));
  }

  /** Numbers of documents and of passages, copies not among these. */
  get totals(): Totals {
    return { documents: this.#totals.documents, passages: this.#totals.passages - this.copies.count };
  }

  /** Those that say what no earlier one says: what is extracted, asked about and shown to models. */
  get passages(): readonly Passage[] {
    return (this.#passages ??= [...this.files.values()].flatMap(({ file }) => this.ownOf(file)));
  }

  /** Which passages say what an earlier one does. */
  get copies(): Copies {
    return (this.#copies ??= Copies.of(this.files.values()));
  }

  /** The passages of a file that are no copies. */
  ownOf(file: string): readonly Passage[] {
    const copies = this.copies.in(file);
    const all = this.passagesOf(file);
    return copies.size === 0 ? all : all.filter(({ id }) => !copies.has(id));
  }

  isCopy({ file, id }: Passage): boolean {
    return this.copies.in(file).has(id);
  }

  /** The passage itself, or what it is a copy of. */
  originalOf(passage: Passage): Passage {
    let original = passage;
    // An original is earlier, so this ends.
    for (let next: Passage | undefined = passage; next !== undefined; next = this.copies.in(next.file).get(next.id)) original = next;
    return original;
  }

  /** The passage that stands for a document where it is rated or embedded: the same for those that say the same. */
  standsFor(document: CorpusDocument): Passage | undefined {
    const passage = representative(document);
    return passage && this.originalOf(passage);
  }

  /** The passages that stand for documents, one of each text. */
  get representatives(): Passage[] {
    return representatives(this.documents, (document) => this.standsFor(document));
  }

  get problems(): readonly CorpusProblem[] {
    return (this.#problems ??= [...this.files.values()].flatMap(({ problems }) => problems));
  }

  /** What was left out, cut or joined in all files, by kind. */
  get omissions(): readonly OmittedOfKind[] {
    return (this.#omissions ??= omittedByKind(this.files.values()));
  }

  /** Tells whether there is a document in a file of that name. */
  has(file: string): boolean {
    return this.documentsOf(file).length > 0;
  }

  documentsOf(file: string): readonly CorpusDocument[] {
    return this.files.get(file)?.documents ?? [];
  }

  passagesOf(file: string): readonly Passage[] {
    return this.files.get(file)?.passages ?? [];
  }

  /** By its id, which begins with its file. */
  passage(id: string): Passage | undefined {
    return this.files.get(id.slice(0, id.lastIndexOf('#')))?.passage(id);
  }

  /** All passages of one text, in the order of the corpus. */
  withHash(hash: string): readonly Passage[] {
    if (this.#byHash === undefined) {
      this.#byHash = new Map();
      for (const file of this.files.values()) putIn(this.#byHash, file);
    }
    const found = this.#byHash.get(hash) ?? [];
    // Those of a file stand together and in its order; a file that was read anew was put in last.
    return found.length < 2 ? found : found.toSorted(byName);
  }
}

/** Files named of each kind. */
const maxExamples = 5;

function omittedByKind(files: Iterable<CorpusFile>): OmittedOfKind[] {
  const found = new Map<OmissionKind, { count: number; files: number; examples: { file: string; line: number }[] }>();
  for (const { file, omissions } of files) {
    for (const { kind, count, line } of omissions) {
      const known = found.get(kind) ?? { count: 0, files: 0, examples: [] };
      found.set(kind, known);
      known.count += count;
      known.files += 1;
      if (known.examples.length < maxExamples) known.examples.push({ file, line });
    }
  }
  return omissionKindNames.flatMap((kind) => {
    const known = found.get(kind);
    return known === undefined ? [] : [{ kind, ...known }];
  });
}

const byName = (a: { readonly file: string }, b: { readonly file: string }): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

const added = ({ documents, passages }: Totals, file: CorpusFile): Totals => ({
  documents: documents + file.documents.length,
  passages: passages + file.passages.length,
});

const removed = ({ documents, passages }: Totals, file: CorpusFile): Totals => ({
  documents: documents - file.documents.length,
  passages: passages - file.passages.length,
});

function putIn(byHash: Map<string, Passage[]>, { passages }: CorpusFile): void {
  for (const passage of passages) {
    const same = byHash.get(passage.hash);
    if (same === undefined) byHash.set(passage.hash, [passage]);
    else same.push(passage);
  }
}

function takeOut(byHash: Map<string, Passage[]>, { file, passages }: CorpusFile): void {
  for (const hash of new Set(passages.map((passage) => passage.hash))) {
    const others = (byHash.get(hash) ?? []).filter((passage) => passage.file !== file);
    if (others.length === 0) byHash.delete(hash);
    else byHash.set(hash, others);
  }
}

/** The title of the document a passage belongs to. */
export function titleOf(corpus: CorpusState, passage: Passage): string {
  return corpus.documentsOf(passage.file).find((document) => document.record === passage.record)?.title ?? passage.file;
}

/**
 * The passage of an id as it is now: where its file has no such passage any more, one of the same text in another, the
 * nearest by name and folder.
 */
export function passageNow(corpus: CorpusState, id: string): Passage | undefined {
  const same = corpus.passage(id);
  if (same !== undefined) return same;
  const mark = id.lastIndexOf('#');
  const [file, place] = [id.slice(0, mark), id.slice(mark + 1)];
  const found = corpus.withHash(place.replace(/~\d+$/, ''));
  const nearness = (passage: Passage): number =>
    (nameOf(passage.file) === nameOf(file) ? 2 : 0) + (folderOf(passage.file) === folderOf(file) ? 1 : 0);
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const nearest = others.reduce((best, passage) => (nearness(passage) > nearness(best) ? passage : best), first);
  return corpus.passage(`${nearest.file}#${place}`) ?? nearest;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
