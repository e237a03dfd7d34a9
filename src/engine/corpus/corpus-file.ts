import type { Encoding } from '../../core/corpus/encodings.ts';
import type { Places } from '../../core/corpus/extract/extracted.ts';
import { sketchOf, type TextSketch } from '../../core/corpus/shingles.ts';
import type { Omission } from '../../core/corpus/omissions.ts';
import type { CorpusDocument, CorpusProblem, Passage } from '../../core/corpus/passage.ts';
import type { StoredFile } from '../storage/parsed-files.ts';

/** One file of the corpus as it was read. It never changes: one that was read anew is another, and what was computed from this alone is known to hold. */
export class CorpusFile {
  readonly file: string;
  readonly documents: readonly CorpusDocument[];
  readonly problems: readonly CorpusProblem[];
  readonly omissions: readonly Omission[];
  readonly passages: readonly Passage[];
  readonly encoding: Encoding;
  /** Where pages, slides or chapters begin in a text that was extracted; null where there are none. */
  readonly places: Places | null;
  /** Stamp that tells that reading the file again would give the same; null where it could not be read. */
  readonly stamp: string | null;
  #byId: ReadonlyMap<string, Passage> | undefined;
  #sketches: readonly TextSketch[] | undefined;

  constructor(file: string, { documents, problems, omissions, encoding, places }: StoredFile, stamp: string | null) {
    this.file = file;
    this.documents = documents;
    this.problems = problems;
    this.omissions = omissions;
    this.passages = documents.length === 1 ? documents[0]!.passages : documents.flatMap(({ passages }) => passages);
    this.encoding = encoding ?? 'utf-8';
    this.places = places ?? null;
    this.stamp = stamp;
  }

  /** A file, or a folder, that could not be read. */
  static unread(problem: CorpusProblem): CorpusFile {
    return new CorpusFile(problem.file, { documents: [], problems: [problem], omissions: [] }, null);
  }

  /** Of each passage what tells whether another may say the same; made when it is first compared. */
  get sketches(): readonly TextSketch[] {
    return (this.#sketches ??= this.passages.map(({ text }) => sketchOf(text)));
  }

  passage(id: string): Passage | undefined {
    this.#byId ??= new Map(this.passages.map((passage) => [passage.id, passage]));
    return this.#byId.get(id);
  }
}
