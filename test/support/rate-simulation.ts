/** A controller of request rates against a server, in simulated time: an hour passes in milliseconds. */
import { RateController } from '../../src/engine/models/requests/rate-controller.ts';
import type { RateLimit } from '../../src/engine/models/chat-model.ts';

export interface Verdict {
  readonly accepted: boolean;
  readonly retryAfterMs?: number;
  readonly limits?: { readonly requests: RateLimit };
}

interface Simulation {
  readonly server: (now: number) => Verdict;
  readonly latencyMs: () => number;
  readonly durationMs: number;
  readonly maxInFlight?: number;
  /** When what is due at a time gets done: later, where the process stands still. */
  readonly awake?: (due: number) => number;
  /** What the clock shows at first. */
  readonly begin?: number;
}

export interface Outcome {
  readonly at: number;
  readonly accepted: boolean;
}

/** Runs with always more to send than is let go. @returns what became of each request, by the time it reached the server. */
export function simulate({ server, latencyMs, durationMs, maxInFlight = 512, awake = (due) => due, begin = 0 }: Simulation): {
  outcomes: Outcome[];
  controller: RateController;
} {
  const controller = new RateController(begin, maxInFlight);
  const outcomes: Outcome[] = [];
  const agenda = new Agenda();
  let alarm = Infinity;
  const pump = (now: number): void => {
    for (;;) {
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
      send(now);
    }
  };
  const send = (now: number): void => {
    const sent = controller.sent(now);
    agenda.add(now + 1, (arrived) => {
      const { accepted, retryAfterMs, limits } = server(arrived);
      outcomes.push({ at: arrived, accepted });
      agenda.add(awake(arrived + (accepted ? latencyMs() : 3)), (back) => {
        if (limits) controller.limits(limits, back);
        if (accepted) controller.accepted(sent, back, 300);
        else controller.refused(sent, back, retryAfterMs);
        pump(back);
      });
    });
  };
  pump(begin);
  agenda.run(begin + durationMs);
  return { outcomes, controller };
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
