/** What the samples of an export rest on, as numbers: nothing of their texts is held. */
export interface SampleSources {
  /** Number of samples. */
  readonly samples: number;
  /** Names of the documents, by number. */
  readonly documents: readonly string[];
  /** Numbers of the documents of sample `n`: `links[starts[n]]` up to `links[starts[n + 1]]`. */
  readonly starts: Int32Array;
  readonly links: Int32Array;
}

/** Gathers the sources of samples one by one. */
export class SourcesBuilder {
  readonly #numbers = new Map<string, number>();
  readonly #starts: number[] = [0];
  readonly #links: number[] = [];

  /** @param documents names of the documents that the next sample rests on */
  add(documents: Iterable<string>): void {
    for (const name of new Set(documents)) {
      let number = this.#numbers.get(name);
      if (number === undefined) this.#numbers.set(name, (number = this.#numbers.size));
      this.#links.push(number);
    }
    this.#starts.push(this.#links.length);
  }

  sources(): SampleSources {
    return {
      samples: this.#starts.length - 1,
      documents: [...this.#numbers.keys()],
      starts: Int32Array.from(this.#starts),
      links: Int32Array.from(this.#links),
    };
  }
}

/** The documents of a sample. */
export const documentsOf = ({ starts, links }: SampleSources, sample: number): Int32Array =>
  links.subarray(starts[sample], starts[sample + 1]);
