/**
 * Keeps the last answer to a request that takes long. A panel that was hidden is loaded again and asks for what it showed: where nothing
 * changed, nothing is measured twice.
 */
export class LastAnswer<T> {
  #last: { readonly key: string; readonly answer: T } | undefined;

  /** @param key all that the answer follows from */
  async of(key: string, make: () => Promise<T>): Promise<T> {
    if (this.#last?.key === key) return this.#last.answer;
    const answer = await make();
    this.#last = { key, answer };
    return answer;
  }
}
