import type { EngineParams, EngineResult } from '../protocol/engine.ts';

type Answer = EngineResult<'corpus/files'>;
export type CorpusFile = Answer['files'][number];

/** The files of a corpus as one engine has told of them, of which it is asked for what is different alone. */
export class CorpusFiles {
  #version: number | null = null;
  #files: ReadonlyMap<string, CorpusFile> = new Map();

  /** What to ask for. */
  get query(): EngineParams<'corpus/files'> {
    return this.#version === null ? {} : { since: this.#version };
  }

  /** All files there are after an answer, in the order of their names. One that was overtaken by a newer answer says nothing new. */
  take({ version, whole, files, gone }: Answer): readonly CorpusFile[] {
    if (this.#version === null || version > this.#version) {
      const next = new Map(whole ? [] : this.#files);
      for (const file of gone) next.delete(file);
      for (const file of files) next.set(file.file, file);
      this.#files = new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
      this.#version = version;
    }
    return [...this.#files.values()];
  }
}
