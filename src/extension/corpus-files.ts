import type { EngineParams, EngineResult } from '../protocol/engine.ts';
import type { ListedFile } from '../protocol/results.ts';

type FilesAnswer = EngineResult<'corpus/files'>;

/** The files of a corpus as one engine has told of them, of which it is asked for what is different alone. */
export class CorpusFiles {
  #version: number | null = null;
  #files: ReadonlyMap<string, ListedFile> = new Map();

  /** Parameters of the next request. */
  get query(): EngineParams<'corpus/files'> {
    return this.#version === null ? {} : { since: this.#version };
  }

  /** All files there are after an answer, in the order of their names. One that was overtaken by a newer answer says nothing new. */
  take({ version, whole, files, gone }: FilesAnswer): readonly ListedFile[] {
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
