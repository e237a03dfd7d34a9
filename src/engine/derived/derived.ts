/** Value, and the sources that it was made of. */
export interface Made<Sources, T> {
  readonly sources: Sources;
  readonly value: T;
}

/**
 * A value that is computed from others. It says what it is made of, is made when it is asked for, and is kept until one of
 * its sources is another; `make` is then given what was made before, so that it can change what has to be changed alone.
 * Sources are told apart by their identity: they are values that never change, or numbers that rise with every change.
 * One that fails is made again by the next who asks, from nothing.
 */
export class Derived<Sources extends readonly unknown[], T> {
  readonly #make: (sources: Sources, before: Made<Sources, T> | undefined) => T;
  #made: Made<Sources, T> | undefined;

  constructor(make: (sources: Sources, before: Made<Sources, T> | undefined) => T) {
    this.#make = make;
  }

  /** Synchronous, so that of two who ask at once the second finds what the first has made. */
  of(...sources: Sources): T {
    const before = this.#made;
    if (before !== undefined && sources.every((source, at) => Object.is(source, before.sources[at]))) return before.value;
    this.#made = undefined;
    const value = this.#make(sources, before);
    this.#made = { sources, value };
    return value;
  }
}
