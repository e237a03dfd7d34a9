import { describe, expect, it } from 'vitest';
import { RateController } from '../../../src/engine/models/requests/rate-controller.ts';
import { TokenBucket, type RateLimitOptions } from '../../support/model-server/rate-limit.ts';
import { type Outcome, simulate, uniform, type Verdict } from '../../support/rate-simulation.ts';

/** A server whose limit changes at the given times. */
function limited(steps: readonly (readonly [number, RateLimitOptions])[]): (now: number) => Verdict {
  let bucket = new TokenBucket(steps[0]![1], 0);
  return (now) => {
    const [, options] = steps.findLast(([from]) => from <= now)!;
    if (bucket.options !== options) bucket = new TokenBucket(options, now);
    const wait = bucket.take(now);
    const { retryAfter, headers, burst, perSecond } = options;
    const told = { seconds: Math.max(1000, Math.ceil(wait / 1000) * 1000), milliseconds: Math.round(wait) };
    const retryAfterMs = retryAfter && told[retryAfter];
    const remaining = Math.floor(bucket.left);
    const limits = { requests: { limit: burst, remaining, resetMs: ((burst - bucket.left) / perSecond) * 1000 } };
    return { accepted: wait === 0, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...(headers ? { limits } : {}) };
  };
}

/** Of what was allowed, how much was used; of what was sent, how much was refused. */
function between(outcomes: readonly Outcome[], from: number, to: number, perSecond: number): { share: number; wasted: number } {
  const sent = outcomes.filter(({ at }) => at >= from && at < to);
  const accepted = sent.filter((each) => each.accepted).length;
  return { share: accepted / ((perSecond * (to - from)) / 1000), wasted: (sent.length - accepted) / sent.length };
}

/** Reproducible, between half and one and a half times the mean. */
function spread(mean: number): () => number {
  const random = uniform();
  return () => mean * (0.5 + random());
}

describe('the rate', () => {
  it.each([
    ['nothing said', undefined],
    ['Retry-After in whole seconds', 'seconds'],
  ] as const)('is found and found again when the limit falls from 600 to 200 a second, with %s', (_, retryAfter) => {
    const options = retryAfter ? { retryAfter } : {};
    const server = limited([
      [0, { perSecond: 600, burst: 60, ...options }],
      [8000, { perSecond: 200, burst: 20, ...options }],
    ]);
    const { outcomes } = simulate({ server, latencyMs: () => 50, durationMs: 33_000 });
    for (const { share, wasted } of [between(outcomes, 0, 8000, 600), between(outcomes, 8000, 33_000, 200)]) {
      expect(share).toBeGreaterThan(0.95);
      expect(wasted).toBeLessThan(0.02);
    }
  });

  it.each([
    [200, 600],
    [20, 600],
    [5, 20],
  ])('follows a limit that rises from %d to %d a second within a minute', (low, high) => {
    const server = limited([
      [0, { perSecond: low, burst: Math.max(2, low / 10) }],
      [60_000, { perSecond: high, burst: Math.max(2, high / 10) }],
    ]);
    const { outcomes } = simulate({ server, latencyMs: spread(100), durationMs: 180_000 });
    const { share, wasted } = between(outcomes, 120_000, 180_000, high);
    expect(share).toBeGreaterThan(0.95);
    expect(wasted).toBeLessThan(0.02);
  });

  it.each([0, 30_000, 86_400_000])('is found as soon by a controller that begins %d ms after its clock', (begin) => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, begin);
    const server = (now: number): Verdict => ({ accepted: bucket.take(now) === 0 });
    const { outcomes } = simulate({ server, latencyMs: spread(100), durationMs: 60_000, begin });
    expect(between(outcomes, begin, begin + 60_000, 10).share).toBeGreaterThan(0.9);
  });

  it('is not given up because of a refusal after the process stood still', () => {
    const allowed = limited([[0, { perSecond: 200, burst: 20 }]]);
    let refusals = 0;
    const server = (now: number): Verdict => (now > 20_405 && (refusals += 1) <= 2 ? { accepted: false } : allowed(now));
    const awake = (due: number): number => (due >= 20_000 && due < 20_400 ? 20_400 : due);
    const { outcomes } = simulate({ server, latencyMs: spread(50), durationMs: 24_000, awake });
    expect(refusals).toBeGreaterThan(2);
    expect(between(outcomes, 21_000, 24_000, 200).share).toBeGreaterThan(0.93);
  });

  it('is kept to where replies take long and a minute has few of them', () => {
    const server = limited([[0, { perSecond: 1, burst: 3, retryAfter: 'seconds' }]]);
    const { outcomes } = simulate({ server, latencyMs: spread(2000), durationMs: 600_000 });
    const { share, wasted } = between(outcomes, 60_000, 600_000, 1);
    expect(share).toBeGreaterThan(0.95);
    expect(wasted).toBeLessThan(0.06);
  });

  it('is that of a server that counts by the minute', () => {
    let [minute, used] = [0, 0];
    const server = (now: number): Verdict => {
      if (Math.floor(now / 60_000) !== minute) [minute, used] = [Math.floor(now / 60_000), 0];
      used += 1;
      return used <= 60 ? { accepted: true } : { accepted: false, retryAfterMs: (minute + 1) * 60_000 - now };
    };
    const { outcomes } = simulate({ server, latencyMs: spread(1000), durationMs: 900_000 });
    const { share, wasted } = between(outcomes, 0, 900_000, 1);
    expect(share).toBeGreaterThan(0.95);
    expect(wasted).toBeLessThan(0.03);
  });

  it('is learnt from the headers, where there are any, with hardly a refusal', () => {
    const server = limited([[0, { perSecond: 100, burst: 200, headers: true }]]);
    const { outcomes } = simulate({ server, latencyMs: () => 50, durationMs: 60_000 });
    const { share, wasted } = between(outcomes, 0, 60_000, 100);
    expect(share).toBeGreaterThan(0.97);
    expect(wasted).toBeLessThan(0.01);
  });

  it('stays unlimited where nothing is refused', () => {
    const { controller } = simulate({ server: () => ({ accepted: true }), latencyMs: () => 50, durationMs: 5000 });
    expect(controller.ratePerSecond).toBe(Infinity);
    expect(controller.window).toBe(512);
  });
});

describe('a low rate', () => {
  const told = [undefined, 'seconds', 'milliseconds'] as const;
  const low = [2, 5, 10, 20, 60].flatMap((perSecond) => told.map((retryAfter) => [perSecond, retryAfter ?? 'nothing'] as const));
  const unlimited = { perSecond: 1e6, burst: 1e6 };
  const options = (perSecond: number, retryAfter: string): RateLimitOptions => ({
    perSecond,
    burst: 5,
    ...(retryAfter === 'nothing' ? {} : { retryAfter: retryAfter as 'seconds' | 'milliseconds' }),
  });

  describe.each([
    ['in a new process', unlimited, 0],
    ['5 seconds after a fast run', unlimited, 8000],
    ['2 minutes after a fast run', unlimited, 123_000],
    ['5 seconds after a run at 600 a second', { perSecond: 600, burst: 60 }, 8000],
  ] as const)('%s', (_, earlier, begin) => {
    it.each(low)('of %d a second with a burst of 5 is found, when refusals tell %s of when to come back', (perSecond, retryAfter) => {
      const server = limited([...(begin === 0 ? [] : [[0, earlier] as const]), [begin, options(perSecond, retryAfter)]]);
      const runs = [...(begin === 0 ? [] : [[0, 300] as const]), [begin, perSecond * 40] as const];
      const { outcomes } = simulate({ server, latencyMs: () => 50, durationMs: begin + 20_000, maxInFlight: 256, runs });
      const { share, wasted } = between(outcomes, begin, begin + 20_000, perSecond);
      expect(share).toBeGreaterThan(0.85);
      expect(wasted).toBeLessThan(0.15);
    });
  });

  it('known from an earlier run is soon left behind when the limit has risen since', () => {
    const server = limited([
      [0, options(10, 'nothing')],
      [100_000, options(200, 'nothing')],
    ]);
    const runs = [
      [0, 400],
      [100_000, 8000],
    ] as const;
    const { outcomes } = simulate({ server, latencyMs: () => 50, durationMs: 120_000, runs });
    const { share, wasted } = between(outcomes, 100_000, 120_000, 200);
    expect(share).toBeGreaterThan(0.8);
    expect(wasted).toBeLessThan(0.02);
  });

  it.each([3, 60])('does not hold up 90 requests after a fast run, with refusals that take %d ms', (refusalMs) => {
    const server = limited([
      [0, unlimited],
      [120_000, options(10, 'seconds')],
    ]);
    const runs = [
      [0, 300],
      [120_000, 90],
    ] as const;
    const { outcomes } = simulate({ server, latencyMs: () => 50, refusalMs, durationMs: 200_000, maxInFlight: 256, runs });
    const accepted = outcomes.filter((each) => each.accepted);
    expect(accepted).toHaveLength(390);
    // 8.5 s is what the server allows.
    expect(accepted.at(-1)!.at - 120_000).toBeLessThan(10_500);
  });
});

describe('the window', () => {
  it('grows on when the first replies were slow, as through new connections', () => {
    let replies = 0;
    const latencyMs = (): number => ((replies += 1) <= 40 ? 200 : 50);
    const { outcomes, controller } = simulate({ server: () => ({ accepted: true }), latencyMs, durationMs: 5000 });
    expect(controller.window).toBe(512);
    expect(outcomes.length).toBeGreaterThan(5000);
  });

  it('stops where the server begins to queue', () => {
    const free = Array.from({ length: 8 }, () => 0);
    let latency = 0;
    const server = (now: number): Verdict => {
      const place = free.indexOf(Math.min(...free));
      free[place] = Math.max(now, free[place]!) + 1000;
      latency = free[place] - now;
      return { accepted: true };
    };
    const { outcomes, controller } = simulate({ server, latencyMs: () => latency, durationMs: 300_000 });
    expect(between(outcomes, 60_000, 300_000, 8).share).toBeGreaterThan(0.98);
    expect(controller.window).toBeLessThanOrEqual(16);
  });

  it('narrows when the server is overloaded, once for all that were in flight', () => {
    const controller = new RateController(0, 100);
    const sent = Array.from({ length: 8 }, () => controller.sent(0));
    for (const each of sent) controller.overloaded(each, 10);
    expect(controller.window).toBe(5);
  });
});
