import type { RateLimit } from '../chat-model.ts';
import { type WindowPlace, WindowControl } from './window-control.ts';

/** A request on its way. */
export interface Sent extends WindowPlace {
  refused: boolean;
}

/** Fraction of the limit at which to go on after touching it. */
const margin = 0.97;
/** A limit is measured over so many requests at most; where so many were let through it is known well. */
const [maxMeasured, enough] = [48, 12];
/** Before the first refusal, the speed is what was let through in so long: a burst of one instant tells a rate of nothing. */
const latelyMs = 400;
/** Share of the tried rate above which the rate let through is the limit; below it, the bucket may have run over. */
const plausible = 0.65;
/** Interval at which a server that refuses everything is still asked. */
const probeMs = 5000;
/** Growth of the rate per second: at first, at most, and at most for each request a second. */
const [minGrowth, maxGrowth, maxGrowthPerRequest] = [0.005, 0.6, 0.02];
/** Growth per request while the limit is known badly: by what little was let through, and at least where that was implausible. */
const [unsureGrowth, minUnsureGrowth] = [0.1, 0.05];
/** Growth of the rate per second where headers tell that plenty is left. */
const plentyGrowth = 0.2;
/** A server that is to be left alone for longer is asked again after this. */
const maxPauseMs = 600_000;
/** Longest delay of the event loop that may be caught up. */
const slackMs = 20;
/** With nothing asked for so long, what was known of the server is old. */
const idleMs = 1000;

/**
 * Finds the rate an endpoint allows, and keeps just below it. Time is passed in; milliseconds throughout.
 *
 * A bucket that is filled L times a second is as good as empty whenever it refuses. Between two refusals it therefore
 * lets through what flowed in, however that was spread: what is let through *is* the limit, the more exactly the more it
 * was (as TCP BBR takes the delivery rate for the bottleneck's). After a refusal the rate is set to 97 % of that, and
 * grows again: fast while little was let through yet, and by 0.5 % a second where the limit is known, twice as fast
 * after each quiet spell, so that a risen limit is found within seconds and a steady one is touched only every few
 * hundred requests. `x-ratelimit-*` headers, where a server sends them, spare it the refusals. How many requests may be
 * in flight is found beside that, by additive increase and multiplicative decrease.
 */
export class RateController {
  readonly #window: WindowControl;
  /** Requests a millisecond; infinite until the endpoint first refused one. */
  #rate = Infinity;
  /** Time at which pacing lets the next request go. */
  #next = 0;
  #pausedUntil = 0;
  /** Per second; and per request, while the limit is known badly. */
  #growth = minGrowth;
  #unsureGrowth = 0;
  /** Since when nothing was refused, or growth last doubled. */
  #quietSince = 0;
  #grownAt = 0;
  #pacedAt = -Infinity;
  /** Time at which refusals last changed the rate: requests sent before it tell nothing new. */
  #cutAt = 0;
  /** Nothing was refused yet since this began, or began again. */
  #isUntouched = true;
  /** Sent at the pace of the rate since the limit was last known well, oldest first; refused ones are marked. */
  #recent: Sent[] = [];
  /** Sent and not refused since the last pause, and since when. */
  #cycle: { since: number; accepted: number };
  #tokensPerRequest = 0;
  /** Time at which the last request came back. */
  #returnedAt = -Infinity;

  constructor(now: number, maxInFlight: number) {
    this.#window = new WindowControl(maxInFlight, now);
    this.#cycle = { since: now, accepted: 0 };
  }

  /** Requests a second that are let go; infinite while no limit has shown. */
  get ratePerSecond(): number {
    return this.#rate * 1000;
  }

  get window(): number {
    return this.#window.size;
  }

  /** Milliseconds to wait before the next request may go: 0 for now, infinite until one in flight has come back. */
  wait(now: number): number {
    if (this.#window.isFull) return Infinity;
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#next <= now) return 0;
    this.#pacedAt = now;
    return this.#next - now;
  }

  sent(now: number): Sent {
    if (this.#window.isEmpty && now - Math.max(this.#returnedAt, this.#pausedUntil, this.#next) > idleMs) this.#awake(now);
    this.#grow(now);
    // Requests sent more slowly than allowed tell nothing of what is allowed.
    if (!this.#isUntouched && now - this.#next > slackMs) this.#recent = [];
    this.#next = Math.max(this.#next, now - slackMs) + 1 / Math.min(this.#rate, this.#window.pace);
    const sent: Sent = { at: now, ...this.#window.take(), refused: false };
    this.#recent.push(sent);
    if (this.#recent.length > 4000) this.#recent = this.#recent.slice(-2000);
    this.#cycle.accepted += 1;
    return sent;
  }

  /** The request was taken, whatever came of it. `tokens`: what it used, where known. */
  accepted(sent: Sent, now: number, tokens?: number): void {
    this.#returnedAt = now;
    this.#window.accepted(sent, now);
    if (tokens !== undefined) this.#tokensPerRequest += (tokens - this.#tokensPerRequest) * (this.#tokensPerRequest === 0 ? 1 : 0.05);
  }

  /** The request failed for want of strength: the server is overloaded, or silent. */
  overloaded(sent: Sent, now: number): void {
    this.#returnedAt = now;
    this.#window.overloaded(sent);
  }

  /** Ends a request that tells nothing of limits: it was called off, or failed for another reason. */
  withdrawn(now: number): void {
    this.#returnedAt = now;
    this.#window.release();
  }

  /** The request was refused with a 429. */
  refused(sent: Sent, now: number, retryAfterMs: number | undefined): void {
    this.#returnedAt = now;
    sent.refused = true;
    this.#cycle.accepted -= 1;
    if (this.#window.refused(sent)) return;
    this.#quietSince = now;
    // Servers round up to whole seconds: a single one may mean a few milliseconds.
    if (retryAfterMs !== undefined && retryAfterMs >= 2000) this.#pause(now, Math.min(retryAfterMs, maxPauseMs));
    else if (sent.at >= this.#cutAt) this.#cut(sent, now);
  }

  /** Takes in what the server says is left of its limits. */
  limits({ requests, tokens }: { readonly requests?: RateLimit; readonly tokens?: RateLimit }, now: number): void {
    const rates: number[] = [];
    if (requests) rates.push(refill(requests));
    if (tokens && this.#tokensPerRequest > 0) rates.push(refill(tokens) / this.#tokensPerRequest);
    if (rates.length === 0) return;
    const told = rates.reduce((least, rate) => Math.min(least, rate));
    if (told < this.#rate) this.#setRate(told, now);
    else if (told === Infinity && this.#growth < plentyGrowth) this.#growth = plentyGrowth;
  }

  /**
   * Begins anew but for the rate, which is soon tested: the limit may be another by now, far lower, when a full window
   * at once would be a flood (RFC 5681 §4.1), or far higher.
   */
  #awake(now: number): void {
    this.#window.restart(now);
    this.#unsureGrowth = minUnsureGrowth;
    this.#isUntouched = true;
    this.#cycle = { since: now, accepted: 0 };
    this.#recent = [];
  }

  #grow(now: number): void {
    const since = now - this.#grownAt;
    this.#grownAt = now;
    if (!this.#isTested(now)) return;
    const perSecond = this.#rate * 1000;
    const quiet = Math.min(6000, Math.max(1000, 100 / this.#rate));
    if (now - this.#quietSince > quiet) {
      this.#quietSince = now;
      this.#growth = this.#growth * 2;
    }
    // A slow endpoint is tested as gently in requests as a fast one is in time.
    this.#growth = Math.min(this.#growth, maxGrowthPerRequest * perSecond);
    const growth = Math.min(maxGrowth, Math.max(this.#growth, this.#unsureGrowth * perSecond));
    this.#rate *= Math.exp((growth * Math.min(since, 2000)) / 1000);
  }

  /** Only a rate that holds requests back is being tested. */
  #isTested(now: number): boolean {
    return this.#rate < Infinity && now - this.#pacedAt <= 1000 + 2 / this.#rate;
  }

  /** Sets the rate to what was let through of late. */
  #cut(refused: Sent, now: number): void {
    const index = this.#recent.indexOf(refused);
    const before = this.#recent.slice(0, index + 1);
    const measured = this.#isUntouched ? before.filter(({ at }) => at > refused.at - latelyMs) : before.slice(-maxMeasured);
    const accepted = measured.filter((each) => !each.refused).length;
    const spanMs = this.#isUntouched ? latelyMs : Math.max(1 / this.#rate, refused.at - (measured[0]?.at ?? refused.at));
    const seen = Math.min(this.#rate, (accepted + 0.5) / spanMs);
    const isPlausible = !this.#isUntouched && seen > plausible * this.#rate;
    const isKnown = accepted >= enough;
    if (this.#isUntouched || isKnown) this.#recent = this.#recent.slice(Math.max(0, index));
    if (isPlausible) this.#unsureGrowth = isKnown ? 0 : unsureGrowth / (accepted + 1) ** 2;
    else this.#unsureGrowth = Math.max(minUnsureGrowth, unsureGrowth / (accepted + 1));
    this.#growth = Math.min(minGrowth, (minGrowth * this.ratePerSecond) / 20);
    this.#setRate(this.#allowed(accepted, seen, isPlausible) * margin, now);
    this.#isUntouched = false;
    this.#cutAt = now;
  }

  #allowed(accepted: number, seen: number, isPlausible: boolean): number {
    if (this.#isUntouched || isPlausible) return seen;
    if (accepted === 0) return Math.max(Math.min(this.#rate, 1 / probeMs), this.#rate / 2);
    // It lies between the two.
    return Math.sqrt(seen * this.#rate);
  }

  /** Leaves the endpoint alone, and goes on at the rate that this and what was let through before amount to. */
  #pause(now: number, forMs: number): void {
    this.#recent = [];
    this.#cutAt = now;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
    const { since, accepted } = this.#cycle;
    const rate = Math.max(1, accepted) / Math.max(1, this.#pausedUntil - since);
    this.#cycle = { since: this.#pausedUntil, accepted: 0 };
    this.#setRate(Math.min(this.#rate, rate), this.#pausedUntil);
    this.#quietSince = this.#pausedUntil;
    this.#unsureGrowth = unsureGrowth;
  }

  #setRate(rate: number, now: number): void {
    this.#rate = Math.max(rate, 1 / 600_000);
    this.#next = Math.min(this.#next, now + 1 / this.#rate);
    this.#grownAt = now;
  }
}

/**
 * The rate at which a limit is renewed, a millisecond, when little is left of it; infinite while there is plenty. The
 * reset is either when all is as new (a bucket that fills up) or when a new window begins; the faster reading is
 * taken, since a wrong guess then costs a refusal and not the speed.
 */
function refill({ limit, remaining, resetMs }: RateLimit): number {
  if (remaining > limit * 0.1 || limit <= 0) return Infinity;
  return Math.max(remaining, limit - remaining) / Math.max(1, resetMs);
}
