/** A controller of request rates against a server, in simulated time: an hour passes in milliseconds. */
import { RateController } from '../../src/engine/models/requests/rate-controller.ts';
import { defaultRetries } from '../../src/engine/models/requests/retries.ts';
import type { RateLimit } from '../../src/engine/models/chat-model.ts';

export interface Verdict {
  readonly accepted: boolean;
  readonly retryAfterMs?: number;
  readonly limits?: { readonly requests: RateLimit };
}

interface Simulation {
  readonly server: (now: number) => Verdict;
  readonly latencyMs: () => number;
  /** How long a refusal takes to come back. */
  readonly refusalMs?: number;
  readonly durationMs: number;
  readonly maxInFlight?: number;
  /** When what is due at a time gets done: later, where the process stands still. */
  readonly awake?: (due: number) => number;
  /** What the clock shows at first. */
  readonly begin?: number;
  /** When runs begin, and how many requests each puts, again and again until they are taken; endlessly many from the first where none are named. */
  readonly runs?: readonly (readonly [at: number, requests: number])[];
}

export interface Outcome {
  readonly at: number;
  readonly accepted: boolean;
}

/** @returns what became of each request, by the time it reached the server. */
export function simulate({
  server,
  latencyMs,
  durationMs,
  maxInFlight = 512,
  awake = (due) => due,
  begin = 0,
  runs,
  refusalMs = 3,
}: Simulation): {
  outcomes: Outcome[];
  controller: RateController;
} {
  const controller = new RateController(begin, maxInFlight);
  const outcomes: Outcome[] = [];
  const agenda = new Agenda();
  const random = uniform();
  /** How often each that waits was put already. */
  const waiting: number[] = [];
  let alarm = Infinity;
  const pump = (now: number): void => {
    while (!runs || waiting.length > 0) {
      const wait = controller.wait(now);
      if (wait === Infinity) return;
      if (wait > 0) {
        // As coarse as the timers of the platform.
        const due = awake(now + Math.max(1, Math.ceil(wait)));
        if (due >= alarm) return;
        alarm = due;
        agenda.add(due, (then) => {
          if (alarm !== due) return;
          alarm = Infinity;
          pump(then);
        });
        return;
      }
      send(now, waiting.shift() ?? 0);
    }
  };
  const again = (now: number, attempts: number, retryAfterMs = 0): void => {
    const jitter = random() * Math.min(defaultRetries.maxDelayMs, defaultRetries.baseMs * 2 ** attempts);
    agenda.add(now + retryAfterMs + jitter, (then) => {
      waiting.push(attempts + 1);
      pump(then);
    });
  };
  const send = (now: number, attempts: number): void => {
    const sent = controller.sent(now);
    agenda.add(now + 1, (arrived) => {
      const { accepted, retryAfterMs, limits } = server(arrived);
      outcomes.push({ at: arrived, accepted });
      agenda.add(awake(arrived + (accepted ? latencyMs() : refusalMs)), (back) => {
        if (limits) controller.limits(limits, back);
        if (accepted) controller.accepted(sent, back, 300);
        else {
          controller.refused(sent, back, retryAfterMs);
          if (runs) again(back, attempts, retryAfterMs);
        }
        pump(back);
      });
    });
  };
  for (const [at, requests] of runs ?? []) {
    agenda.add(at, (now) => {
      waiting.push(...Array.from({ length: requests }, () => 0));
      pump(now);
    });
  }
  if (!runs) pump(begin);
  agenda.run(begin + durationMs);
  return { outcomes, controller };
}

/** Reproducible, in [0, 1). */
export function uniform(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What is to happen, in the order of time. */
class Agenda {
  readonly #events: { readonly at: number; readonly happen: (now: number) => void }[] = [];

  add(at: number, happen: (now: number) => void): void {
    const later = this.#events.findLastIndex((event) => event.at > at);
    this.#events.splice(later + 1, 0, { at, happen });
  }

  run(until: number): void {
    for (let next = this.#events.pop(); next !== undefined && next.at <= until; next = this.#events.pop()) next.happen(next.at);
  }
}
