import type { ReplyObserver } from '../chat-model.ts';

type ServerLimits = Parameters<NonNullable<ReplyObserver['limits']>>[0];

/** An observer that tells both. Its methods are its class's: one is made for each of a batch's fifty thousand requests. */
export class BothTold implements ReplyObserver {
  readonly #first: ReplyObserver;
  readonly #second: ReplyObserver | undefined;

  constructor(first: ReplyObserver, second: ReplyObserver | undefined) {
    this.#first = first;
    this.#second = second;
  }

  connected(): void {
    this.#first.connected?.();
    this.#second?.connected?.();
  }

  limits(limits: ServerLimits): void {
    this.#first.limits?.(limits);
    this.#second?.limits?.(limits);
  }

  text(delta: string): void {
    this.#first.text?.(delta);
    this.#second?.text?.(delta);
  }

  reasoning(delta: string): void {
    this.#first.reasoning?.(delta);
    this.#second?.reasoning?.(delta);
  }
}
