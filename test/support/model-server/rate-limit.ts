/** What a server allows: `perSecond` requests on average, `burst` of them at once. */
export interface RateLimitOptions {
  readonly perSecond: number;
  readonly burst: number;
  /** What a refusal says of when to come back: `seconds` as servers round it (at least one), or nothing. */
  readonly retryAfter?: 'seconds' | 'milliseconds';
  /** Whether every response tells how much is left, in OpenAI's headers. */
  readonly headers?: boolean;
}

/** A token bucket; its clock is the caller's, in milliseconds. */
export class TokenBucket {
  readonly options: RateLimitOptions;
  #tokens: number;
  #at: number;

  constructor(options: RateLimitOptions, now: number) {
    this.options = options;
    this.#tokens = options.burst;
    this.#at = now;
  }

  /** Tokens there were after the last one was taken. */
  get left(): number {
    return this.#tokens;
  }

  /** Takes a token. @returns 0, or how long until there is one. */
  take(now: number): number {
    const { perSecond, burst } = this.options;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
    if (this.#tokens < 1) return ((1 - this.#tokens) / perSecond) * 1000;
    this.#tokens -= 1;
    return 0;
  }

  /** The headers of a response sent now; `wait` is what `take` returned for it. */
  headers(wait: number): Record<string, string> {
    const { perSecond, burst, retryAfter, headers } = this.options;
    const left = Math.floor(this.#tokens);
    return {
      ...(wait > 0 && retryAfter === 'seconds' ? { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) } : {}),
      ...(wait > 0 && retryAfter === 'milliseconds' ? { 'retry-after-ms': wait.toFixed(0) } : {}),
      ...(headers === true
        ? {
            'x-ratelimit-limit-requests': String(burst),
            'x-ratelimit-remaining-requests': String(left),
            'x-ratelimit-reset-requests': `${Math.ceil(((burst - this.#tokens) / perSecond) * 1000)}ms`,
          }
        : {}),
    };
  }
}
