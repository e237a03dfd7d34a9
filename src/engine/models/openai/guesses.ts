import type { OptionalParameter } from './refusals.ts';

/** What is left out, one after the other, where a server refuses a request and does not say for what. */
const unnamed: readonly (readonly OptionalParameter[])[] = [
  ['logprobs'],
  ['seed', 'stream_options'],
  ['response_format'],
  ['temperature', 'top_p'],
  ['stream'],
];

/** Times that a server's own fault is taken for what it makes of a schema: so often in vain, and so often to be sure. */
const maxSuspicions = 2;

/** Finds out, by leaving them out, which parameters a server does not take that has no words for it. */
export class Guesses {
  readonly #refused: Set<OptionalParameter>;
  /** What was in a request that was answered. */
  readonly #proven = new Set<OptionalParameter>();
  /** What is left out on trial, group by group; undefined when all of it was tried in vain. */
  #trial: (readonly OptionalParameter[])[] | undefined = [];
  /** What was left out before that which helped: it is sent again, and left out first where that is refused. */
  #doubted: readonly OptionalParameter[] = [];
  #isSuspecting = false;
  #inVain = 0;
  #helped = 0;

  /** @param refused the parameters that are left out; added to, and taken from */
  constructor(refused: Set<OptionalParameter>) {
    this.#refused = refused;
  }

  /** Leaves out what may be what a server does not say. @returns whether the request is worth putting again */
  leaveOutMore(body: object): boolean {
    if (this.#trial === undefined) return false;
    if (this.#trial.flat().some((field) => field in body)) return true;
    const next = [this.#doubted, ...unnamed]
      .map((fields) => fields.filter((field) => field in body && !this.#proven.has(field)))
      .find((fields) => fields.length > 0);
    if (next === undefined) {
      for (const field of this.#trial.flat()) this.#refused.delete(field);
      this.#trial = undefined;
      return false;
    }
    for (const field of next) this.#refused.add(field);
    this.#trial.push(next);
    return true;
  }

  /** A server that fails on a schema may have no words for it: it is asked without, and believed the second time. */
  suspectSchema(body: object): boolean {
    const isSent = 'response_format' in body;
    if (isSent && this.#refused.has('response_format')) return true;
    if (isSent) {
      if (this.#proven.has('response_format') || this.#inVain >= maxSuspicions) return false;
      this.#isSuspecting = true;
      this.#refused.add('response_format');
      return true;
    }
    if (!this.#isSuspecting) return false;
    this.#isSuspecting = false;
    this.#inVain += 1;
    this.#refused.delete('response_format');
    return false;
  }

  /** Notes that a request of this form was answered. */
  answered(body: object): void {
    for (const field of unnamed.flat()) if (field in body) this.#proven.add(field);
    if (this.#isSuspecting && !('response_format' in body)) {
      this.#isSuspecting = false;
      this.#helped += 1;
      if (this.#helped < maxSuspicions) this.#refused.delete('response_format');
    }
    if (this.#trial === undefined || this.#trial.length === 0) return;
    // The last group helped; those before it may be taken all the same.
    this.#doubted = this.#trial.slice(0, -1).flat();
    for (const field of this.#doubted) this.#refused.delete(field);
    this.#trial = [];
  }
}
