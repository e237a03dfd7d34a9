/** Something fetched: what was last received stays readable while a newer answer is awaited or when it fails. */
export class Resource<T> {
  value: T | null = null;
  loading = false;
  error: string | null = null;
  #generation = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The last call wins: answers to earlier ones are dropped. Resolves to whether this call's answer was taken. */
  async load(fetch: () => Promise<T>): Promise<boolean> {
    const generation = ++this.#generation;
    this.loading = true;
    this.#changed();
    let error: string | null = null;
    let value: T | null = null;
    try {
      value = await fetch();
    } catch (cause) {
      error = messageOf(cause);
    }
    if (generation !== this.#generation) return false;
    this.loading = false;
    this.error = error;
    if (error === null) this.value = value;
    this.#changed();
    return error === null;
  }

  /** Waits no longer for an answer that is under way; what was received before stays. */
  drop(): void {
    this.#generation++;
    this.loading = false;
    this.#changed();
  }

  /** Forgets the value; an answer under way is dropped. */
  clear(): void {
    this.#generation++;
    this.value = null;
    this.loading = false;
    this.error = null;
    this.#changed();
  }
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
