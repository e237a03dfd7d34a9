export interface WindowPlace {
  /** Time at which the request was sent. */
  readonly at: number;
  /** Number of requests sent by then, it included. */
  readonly order: number;
  /** Number of requests in flight then, it included. */
  readonly level: number;
}

/** Requests a millisecond that are no burst. */
const minPace = 0.1;
/** Factor on the pace that the window and the latency would give. */
const pacingGain = 1.25;
/** So many in flight at first. */
const initial = 8;
/** Part of the window that is left when the server is overloaded. */
const decrease = 0.7;
/** Replies it takes, at first, before one more may be in flight. */
const minRepliesToGrow = 20;
const maxRepliesToGrow = 640;
/** Growth of latency, as the window doubles, of a server that queues what it is sent: doubling was of no use. */
const queueing = 1.7;

/**
 * Controls how many requests may be in flight: twice as many after each round trip until something gives, then one more after
 * each so many replies. A server that queues shows it by its latency, one that limits parallel requests by refusing
 * those above its limit and none below.
 */
export class WindowControl {
  readonly #max: number;
  size: number;
  #inFlight = 0;
  #sent = 0;
  #doubling = true;
  /** Replies since the window last grew, and how many it takes to grow by one. */
  #replies = 0;
  #repliesToGrow = minRepliesToGrow;
  #wasFull = false;
  /** The most in flight that a request was still taken at, since refusals last set the window. */
  #highestAccepted = 0;
  /** Mean latency of late, and the median of the fastest round. */
  #latency = 0;
  #unqueued = Infinity;
  /** Number in flight at which a request was refused for being one too many. */
  #ceiling = Infinity;
  /** Number of requests sent when the window was last cut. */
  #cutAt = 0;
  #round: { readonly since: number; readonly latencies: number[]; readonly before: number };
  /** Rounds in a row that were slower than the one before. */
  #suspicious = 0;

  constructor(max: number, now: number) {
    this.#max = max;
    this.#round = { since: now, latencies: [], before: Infinity };
    this.size = Math.min(initial, max);
  }

  /**
   * The most requests a millisecond while the window doubles: a little more than fits it by the latency of late, so that it does fill up.
   * A burst of the whole difference would meet a rate limit far above it.
   */
  get pace(): number {
    return this.#doubling && this.#round.before < Infinity ? Math.max(minPace, (pacingGain * this.size) / this.#latency) : Infinity;
  }

  get isFull(): boolean {
    this.#wasFull ||= this.#inFlight >= this.size;
    return this.#inFlight >= this.size;
  }

  get isEmpty(): boolean {
    return this.#inFlight === 0;
  }

  /** Begins again from a small one, knowing what latency to expect. */
  restart(now: number): void {
    this.#doubling = true;
    this.#unqueued = Infinity;
    this.#ceiling = Infinity;
    this.#repliesToGrow = minRepliesToGrow;
    this.#suspicious = 0;
    this.#set(initial);
    this.#startRound(now, Infinity);
  }

  take(): Omit<WindowPlace, 'at'> {
    this.#inFlight += 1;
    this.#sent += 1;
    return { order: this.#sent, level: this.#inFlight };
  }

  release(): void {
    this.#inFlight -= 1;
  }

  accepted({ level, at }: WindowPlace, now: number): void {
    this.release();
    this.#highestAccepted = Math.max(this.#highestAccepted, level);
    this.#latency += (now - at - this.#latency) * (this.#latency === 0 ? 1 : 0.05);
    // A window that holds nothing back is not being tested.
    if (!this.#wasFull) return;
    this.#replies += 1;
    if (this.#doubling) this.#double(at, now);
    else if (this.#replies >= this.#repliesToGrow && this.#latency < this.#unqueued * queueing) this.#step(now);
  }

  /** @returns true when the refusal speaks of too many at once rather than too many a second. */
  refused({ level, order }: WindowPlace): boolean {
    this.release();
    // Sent before the window was last cut: that is known already.
    if (order <= this.#cutAt) return true;
    if (level <= this.#highestAccepted || this.#highestAccepted === 0) return false;
    // Refused above the same mark again: it is a limit, to be tried the more rarely.
    if (level >= this.#ceiling) this.#repliesToGrow = Math.min(maxRepliesToGrow, this.#repliesToGrow * 2);
    this.#cutAt = this.#sent;
    this.#doubling = false;
    this.#ceiling = level;
    this.#highestAccepted = level - 1;
    this.#set(Math.min(this.size, level - 1));
    return true;
  }

  overloaded({ order }: WindowPlace): void {
    this.release();
    this.#doubling = false;
    // Those sent before the last decrease tell nothing new.
    if (order <= this.#cutAt) return;
    this.#cutAt = this.#sent;
    this.#set(Math.floor(this.size * decrease));
  }

  /** One more; and when that was taken where one was refused before, no limit stood there. */
  #step(now: number): void {
    if (this.size < this.#ceiling) this.#set(this.size + 1);
    else {
      this.#doubling = true;
      this.#ceiling = Infinity;
      this.#repliesToGrow = minRepliesToGrow;
      this.#startRound(now, Infinity);
    }
  }

  #startRound(now: number, before: number): void {
    this.#round = { since: now, latencies: [], before };
  }

  /** Judges a round of requests that were all sent at the present size: more of the same latency is more throughput. */
  #double(sentAt: number, now: number): void {
    const { since, latencies, before } = this.#round;
    if (sentAt < since) return;
    latencies.push(now - sentAt);
    if (latencies.length < this.size) return;
    const median = latencies.sort((a, b) => a - b)[latencies.length >> 1]!;
    if (median > before * queueing) {
      this.#suspicious += 1;
      this.#startRound(now, before);
      // Once may be chance: the machine was busy, the replies were long.
      if (this.#suspicious < 2) return;
      this.#doubling = false;
      this.#set(Math.ceil(this.size / 2));
      return;
    }
    this.#suspicious = 0;
    this.#unqueued = Math.min(this.#unqueued, median);
    this.#startRound(now, median);
    this.#set(this.size * 2);
  }

  #set(size: number): void {
    this.size = Math.max(1, Math.min(this.#max, size));
    this.#replies = 0;
    this.#wasFull = false;
  }
}
