/** Job that made a candidate, by its place among those of its run, and the id of what becomes of the candidate. */
interface Maker {
  readonly job: number;
  readonly id: string;
}

/**
 * Jobs under way at once may make the same candidate, and only one of them can be kept: the earliest, since results are
 * taken in in the jobs' order. The others wait for what becomes of it before anything more is paid for. Within one job the
 * first is the only one: the rest would be asked in the same words, and come to the same.
 */
export class FirstMade {
  readonly #first = new Map<string, Maker & { readonly isKept: Promise<boolean> }>();

  /**
   * Goes on with a candidate, unless an earlier one that is the same is kept.
   * @param key the same for the same candidates
   * @returns the id of the one that is kept, null for one of the same job that is not, or what was made
   */
  async unlessDuplicate<T>(
    key: string,
    { job, id }: Maker,
    make: () => Promise<T>,
    keeps: (made: T) => boolean,
  ): Promise<{ readonly duplicate: string | null } | { readonly made: T }> {
    for (let first = this.#first.get(key); first !== undefined && first.job <= job; first = this.#first.get(key)) {
      if (await first.isKept) return { duplicate: first.id };
      if (first.job === job) return { duplicate: null };
      if (this.#first.get(key) === first) this.#first.delete(key);
    }
    const { promise: isKept, resolve } = Promise.withResolvers<boolean>();
    this.#first.set(key, { job, id, isKept });
    try {
      const made = await make();
      resolve(keeps(made));
      return { made };
    } finally {
      // A candidate is not kept when making it threw; where it was made, this comes too late to count.
      resolve(false);
    }
  }
}
