/** Words for what is waited for, over all batches of one model. */
export class Waiting {
  readonly #told: (what: string | null) => void;
  readonly #texts = new Map<string, string>();

  constructor(told: (what: string | null) => void) {
    this.#told = told;
  }

  tell(batch: string, text: string): void {
    if (this.#texts.get(batch) === text) return;
    this.#texts.set(batch, text);
    this.#report();
  }

  end(batch: string): void {
    if (this.#texts.delete(batch)) this.#report();
  }

  #report(): void {
    const [first, ...others] = this.#texts.values();
    if (first === undefined) this.#told(null);
    else this.#told(others.length === 0 ? first : `${first} (and ${others.length} more)`);
  }
}
