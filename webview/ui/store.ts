/** State with listeners. Views read the fields of a subclass and draw again when told; they never write them. */
export abstract class ViewStore {
  readonly #listeners = new Set<() => void>();

  /** Returns the function that stops listening. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  protected changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
