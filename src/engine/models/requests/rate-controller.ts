import type { RateLimit } from '../chat-model.ts';
import { type Place, WindowControl } from './window-control.ts';

/** A request on its way. */
export interface Sent extends Place {
  refused: boolean;
}

interface Episode {
  /** When the first of them was sent. */
  readonly from: number;
  /** The rate at the time. */
  readonly before: number;
}

/** What a refusal led to is judged after this many requests were let through, sent, or this long. */
const enoughAccepted = 12;
const enoughSent = 40;
const longEnoughMs = 1500;
/** So many refused and none let through: far too fast, or, when it took this long, a closed door. */
const [enoughRefused, closedMs] = [8, 250];
/** How far to slow down at the first refusal, and how much to speed up again while it turns out to mean little. */
const [firstCut, raise] = [0.9, 1.5];
/** How far below the limit to go on after touching it. */
const margin = 0.97;
/** A refusal rate up to here is the limit being touched, above it the limit has fallen. */
const touch = 0.12;
/** The requests that the present speed is taken from. */
const lately = 32;
/** Growth of the rate per second: at first, and at most. */
const [leastGrowth, mostGrowth] = [0.005, 0.6];
/** The growth at first where the rate is known badly. */
const unsureGrowth = 0.2;
/** A server that is to be left alone for longer is asked again after this. */
const longestPauseMs = 600_000;
/** What the event loop was late by may be caught up, up to this long. */
const slackMs = 20;

/**
 * Finds the rate an endpoint allows, and keeps just below it. Time is passed in; milliseconds throughout.
 *
 * A server that allows L requests a second lets through exactly L of them while it refuses others, so the rate let
 * through from the first refused request on *is* the limit (as TCP BBR takes the delivery rate for the bottleneck's).
 * That is measured over a few dozen requests, then the rate is set to 97 % of it, and grows again: by 0.5 % a second
 * at first, twice as fast after each quiet spell, so that a risen limit is found within seconds and a steady one is
 * touched only every few hundred requests. `x-ratelimit-*` headers, where a server sends them, spare it the refusals.
 * How many requests may be in flight is found beside that, by additive increase and multiplicative decrease.
 */
export class RateController {
  readonly #window: WindowControl;
  /** Requests a millisecond; infinite until the endpoint first refused one. */
  #rate = Infinity;
  /** When pacing lets the next one go. */
  #next = 0;
  #pausedUntil = 0;
  #growth = leastGrowth;
  /** Since when nothing was refused, or growth last doubled. */
  #quietSince = 0;
  #grownAt = 0;
  #pacedAt = -Infinity;
  /** Sent of late, oldest first; refused ones are marked. */
  #recent: Sent[] = [];
  /** Sent and not refused since the last pause, and since when. */
  #cycle: { since: number; accepted: number };
  /** Refusals whose meaning is being found out. */
  #episode: Episode | undefined;
  /** How long refusals take to come back; what is older and was not refused was let through. */
  #refusalMs = 0;
  #pauses = 0;
  #tokensPerRequest = 0;

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

  /** How long to wait before the next request may go: 0 for now, infinite until one in flight has come back. */
  wait(now: number): number {
    if (this.#window.isFull) return Infinity;
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#next <= now) return 0;
    this.#pacedAt = now;
    return this.#next - now;
  }

  sent(now: number): Sent {
    this.#grow(now);
    this.#next = Math.max(this.#next, now - slackMs) + 1 / Math.min(this.#rate, this.#window.pace);
    const sent: Sent = { at: now, ...this.#window.take(), refused: false };
    this.#recent.push(sent);
    if (this.#recent.length > 4000) this.#recent = this.#recent.slice(-2000);
    this.#cycle.accepted += 1;
    return sent;
  }

  /** The request was taken, whatever came of it. `tokens`: what it used, where known. */
  accepted(sent: Sent, now: number, tokens?: number): void {
    this.#window.accepted(sent, now);
    this.#pauses = 0;
    if (tokens !== undefined) this.#tokensPerRequest += (tokens - this.#tokensPerRequest) * (this.#tokensPerRequest === 0 ? 1 : 0.05);
    this.#judge(now);
  }

  /** The request failed for want of strength: the server is overloaded, or silent. */
  overloaded(sent: Sent, now: number): void {
    this.#window.overloaded(sent);
    this.#judge(now);
  }

  /** What came of the request tells nothing of limits: it was called off, or failed for another reason. */
  withdrawn(): void {
    this.#window.release();
  }

  /** The request was refused with a 429. */
  refused(sent: Sent, now: number, retryAfterMs: number | undefined): void {
    sent.refused = true;
    this.#cycle.accepted -= 1;
    this.#refusalMs = Math.max(this.#refusalMs * 0.9, now - sent.at);
    if (this.#window.refused(sent)) return;
    this.#quietSince = now;
    this.#growth = Math.min(leastGrowth, (leastGrowth * this.ratePerSecond) / 20);
    // Servers round up to whole seconds: a single one may mean a few milliseconds.
    if (retryAfterMs !== undefined && retryAfterMs >= 2000) {
      this.#pause(now, Math.min(retryAfterMs, longestPauseMs));
      return;
    }
    this.#episode ??= this.#begin(sent.at, now);
    this.#judge(now, retryAfterMs);
  }

  /** What the server says is left. */
  limits({ requests, tokens }: { readonly requests?: RateLimit; readonly tokens?: RateLimit }, now: number): void {
    const rates: number[] = [];
    if (requests) rates.push(refill(requests));
    if (tokens && this.#tokensPerRequest > 0) rates.push(refill(tokens) / this.#tokensPerRequest);
    if (rates.length === 0) return;
    const told = Math.min(...rates);
    if (told < this.#rate) this.#setRate(told, now);
    else if (told === Infinity && this.#growth < 0.2) this.#growth = 0.2;
  }

  #grow(now: number): void {
    const since = now - this.#grownAt;
    this.#grownAt = now;
    if (this.#episode || !this.#isTested(now)) return;
    const perSecond = this.#rate * 1000;
    const quiet = Math.min(6000, Math.max(1000, 100 / this.#rate));
    if (now - this.#quietSince > quiet) {
      this.#quietSince = now;
      this.#growth = this.#growth * 2;
    }
    // A slow endpoint is tested as gently in requests as a fast one is in time.
    const most = Math.min(mostGrowth, 0.02 * perSecond);
    this.#growth = Math.min(most, this.#growth);
    this.#rate *= Math.exp((this.#growth * Math.min(since, 2000)) / 1000);
  }

  /** Only a rate that holds requests back is being tested. */
  #isTested(now: number): boolean {
    return this.#rate < Infinity && now - this.#pacedAt <= 1000 + 2 / this.#rate;
  }

  /** A millisecond; the rate allowed may have been far above it. */
  #sentOfLate(now: number): number {
    const sent = this.#recent.slice(-lately);
    return sent.length / Math.max(1, now - sent[0]!.at);
  }

  #begin(from: number, now: number): Episode {
    const before = this.#isTested(now) ? this.#rate : Math.min(this.#rate, this.#sentOfLate(now));
    // Refusals come back at once and free their place: without a pace they would be a flood.
    // Doubling overshoots by up to a factor of two, growth by little.
    this.#setRate(before * (this.#rate === Infinity ? 0.5 : firstCut), now);
    return { from, before };
  }

  /** Ends an episode of refusals when enough of it is known. */
  #judge(now: number, retryAfterMs?: number): void {
    const episode = this.#episode;
    if (!episode) return;
    const settled = now - 2 * this.#refusalMs - 5;
    const { sent, accepted } = this.#tally(episode.from, settled);
    // A burst of one instant tells a rate of nothing.
    const spanMs = Math.max(1, settled - episode.from);
    if (accepted === 0 && sent >= enoughRefused && spanMs >= closedMs) {
      this.#pause(now, retryAfterMs ?? closedMs * 2 ** Math.min(this.#pauses, 7));
      return;
    }
    if (sent >= enoughRefused && accepted < sent / 4 && accepted < enoughAccepted && spanMs < closedMs) {
      this.#restart(Math.min(this.#rate / 2, Math.max(this.#rate / 4, accepted / spanMs)), episode, now);
      return;
    }
    if (accepted < enoughAccepted && sent < enoughSent && (spanMs < longEnoughMs || sent < 3)) return;
    const before = episode.before * margin;
    if (sent === accepted && this.#rate < before / raise) {
      // Nothing is refused at this rate: the limit is above it. A server that stood still refuses a heap of requests at once.
      this.#restart(Math.min(before, this.#rate * raise), episode, now);
      return;
    }
    this.#episode = undefined;
    this.#quietSince = now;
    const touched = sent - accepted <= Math.max(1, touch * sent);
    this.#setRate(
      touched ? Math.min(before, this.#rate / firstCut) * margin : Math.min(before, (Math.max(1, accepted) / spanMs) * margin),
      now,
    );
    // What few requests told may be far too low; that is found out at the price of a refusal or two.
    if (this.#rate < before * 0.9) this.#growth = unsureGrowth;
  }

  #restart(rate: number, { before }: Episode, now: number): void {
    this.#setRate(rate, now);
    this.#episode = { from: now, before };
  }

  /** Leaves the endpoint alone, and goes on at the rate that this and what was let through before amount to. */
  #pause(now: number, forMs: number): void {
    this.#episode = undefined;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
    this.#pauses += 1;
    const { since, accepted } = this.#cycle;
    const rate = Math.max(1, accepted) / Math.max(1, this.#pausedUntil - since);
    this.#cycle = { since: this.#pausedUntil, accepted: 0 };
    this.#setRate(Math.min(this.#rate, rate), this.#pausedUntil);
    this.#quietSince = this.#pausedUntil;
    this.#growth = unsureGrowth;
  }

  #setRate(rate: number, now: number): void {
    this.#rate = Math.max(rate, 1 / 600_000);
    this.#next = Math.min(this.#next, now + 1 / this.#rate);
    this.#grownAt = now;
  }

  /** How many were sent from one time until another, and how many of them were not refused. */
  #tally(from: number, until: number): { readonly sent: number; readonly accepted: number } {
    let [sent, accepted] = [0, 0];
    for (let index = this.#recent.length - 1; index >= 0; index -= 1) {
      const each = this.#recent[index]!;
      if (each.at < from) break;
      if (each.at > until) continue;
      sent += 1;
      if (!each.refused) accepted += 1;
    }
    return { sent, accepted };
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
