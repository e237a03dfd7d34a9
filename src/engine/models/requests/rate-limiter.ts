import { type ChatModel, type ChatReply, type ChatRequest, type Reply, type ReplyObserver, totalTokens } from '../chat-model.ts';
import { type Clock, reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { BothTold } from './observers.ts';
import { Patience } from './patience.ts';
import { RateController, type Sent } from './rate-controller.ts';
import { type Flight, type Landing, SoloControl } from './solo-control.ts';

interface EndpointTurn {
  readonly sent: Sent;
  readonly flight: Flight;
}

interface QueuedCall {
  readonly go: (turn: EndpointTurn) => void;
}

/**
 * Rate limiter of an endpoint, shared by everything in this process that sends requests there. Runs that wait take turns, so
 * that a preview is not behind the ten thousand requests of a batch.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #controller: RateController;
  readonly #solo = new SoloControl();
  readonly #limitsObserver: ReplyObserver;
  /** How long its replies are waited for. */
  readonly patience = new Patience();
  /** Waiting calls by run; the run whose turn is next comes first. */
  readonly #queues = new Map<string, Set<QueuedCall>>();
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;

  constructor(clock: Clock, maxConcurrent = 256) {
    this.#clock = clock;
    this.#controller = new RateController(clock.now(), maxConcurrent);
    this.#limitsObserver = {
      limits: (limits) => {
        this.#controller.limits(limits, clock.now());
      },
    };
  }

  /** True when the endpoint breaks off replies while others are asked for, so that it is asked one at a time. */
  get isSolo(): boolean {
    return this.#solo.isSolo;
  }

  /** The model, called no faster than its endpoint allows. */
  around<R extends Reply>(model: ChatModel<R>): ChatModel<R> {
    return {
      id: model.id,
      chat: async (request, signal) => {
        const turn = await this.#turn(request.run ?? '', signal);
        return await this.#ask(model, request, signal, turn);
      },
    };
  }

  async #ask<R extends Reply>(model: ChatModel<R>, request: ChatRequest, signal: AbortSignal, { sent, flight }: EndpointTurn): Promise<R> {
    const controller = this.#controller;
    let landing: Landing = 'other';
    try {
      const observer = new BothTold(this.#limitsObserver, request.observer);
      const reply = await model.chat({ ...request, observer }, signal);
      controller.accepted(sent, this.#clock.now(), totalTokens(reply.usage));
      landing = isUnmarked(reply) ? 'unmarked' : 'whole';
      const judged = this.#solo.landed(flight, landing);
      // Its place is free, though it may be held until others are back.
      this.#pump();
      if (await judged) return reply;
      throw brokenOff(model.id, reply);
    } catch (error) {
      if (landing !== 'other') throw error;
      const now = this.#clock.now();
      const known = error instanceof ModelError && !signal.aborted ? error : undefined;
      const kind = known?.kind ?? '';
      if (known !== undefined && kind === 'rate-limited') controller.refused(sent, now, known.retryAfterMs);
      else if (overload.has(kind)) controller.overloaded(sent, now);
      else controller.withdrawn(now);
      void this.#solo.landed(flight, known?.isBrokenOff === true ? 'broken' : 'other');
      throw error;
    } finally {
      this.#pump();
    }
  }

  #turn(run: string, signal: AbortSignal): Promise<EndpointTurn> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(reasonOf(signal));
        return;
      }
      const leave = (): void => {
        this.#remove(run, waiting);
        reject(reasonOf(signal));
        // An alarm for nobody would keep the process alive.
        this.#pump();
      };
      const waiting: QueuedCall = {
        go: (turn) => {
          signal.removeEventListener('abort', leave);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const queue = this.#queues.get(run);
      if (queue) queue.add(waiting);
      else this.#queues.set(run, new Set([waiting]));
      this.#pump();
    });
  }

  #remove(run: string, waiting: QueuedCall): void {
    const queue = this.#queues.get(run);
    queue?.delete(waiting);
    if (queue?.size === 0) this.#queues.delete(run);
  }

  /** Lets go whoever may, and sets the alarm for the next. */
  #pump(): void {
    for (;;) {
      const [first] = this.#queues;
      if (first === undefined) break;
      const now = this.#clock.now();
      const wait = this.#controller.wait(now);
      // With every place taken, the next one to come back calls here again.
      if (wait === Infinity || !this.#solo.mayGo) break;
      if (wait > 0) {
        this.#wake(now + wait, wait);
        return;
      }
      const [run, queue] = first;
      const [waiting] = queue;
      this.#remove(run, waiting!);
      // To the end of the line, behind the other runs.
      if (queue.size > 0) {
        this.#queues.delete(run);
        this.#queues.set(run, queue);
      }
      waiting!.go({ sent: this.#controller.sent(now), flight: this.#solo.sent() });
    }
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wake(due: number, wait: number): void {
    if (this.#timer && this.#timer.due <= due) return;
    this.#timer?.cancel();
    const cancel = this.#clock.after(wait, () => {
      this.#timer = undefined;
      this.#pump();
    });
    this.#timer = { due, cancel };
  }
}

const isUnmarked = (reply: Reply & Partial<Pick<ChatReply, 'isUnmarked'>>): boolean => reply.isUnmarked === true;

const brokenOff = (id: string, { usage }: Reply): ModelError =>
  new ModelError('connection', `${id} broke off its reply when it was asked for another. The request can be tried again.`, {
    usage,
    isBrokenOff: true,
  });

/** Kinds of error of a server that has too much to do. */
const overload: ReadonlySet<string> = new Set(['overloaded', 'timeout-connect', 'timeout-first-token', 'timeout-idle']);
