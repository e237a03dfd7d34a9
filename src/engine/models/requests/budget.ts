import type { Usage } from '../../../core/samples/sample.ts';
import type { Budget } from '../../../core/samples/run-usage.ts';
import type { Price } from '../../../protocol/profile.ts';
import { loadTokenizer } from '../../tokenizer.ts';
import type { ChatModel, ChatReply, ChatRequest, Reply, ReplyObserver } from '../chat-model.ts';
import { reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { costOf, type UsageCounter } from './usage-counter.ts';
import { BothTold } from './observers.ts';

/** Error that says that a request was not sent, because it could have gone over the budget. Not a failure of the request: a run stops on it. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
}

/** The longest reply that is allowed for under a budget when neither request nor profile sets a limit. */
const defaultReplyTokens = 4096;
/** The fewest tokens left for the reply with which a request is worth sending. */
const minReplyTokens = 256;

/** Terms on which a model is paid for. */
interface Terms {
  readonly price: Price | undefined;
  /** Puts the run's usage on the disk; there is nothing to put for what costs nothing. */
  readonly recordUsage?: (() => Promise<void>) | undefined;
}

interface BudgetRequest {
  readonly price: Price | undefined;
  readonly replyTokens: number;
  readonly promptTokens: number;
}

interface Reservation {
  readonly tokens: number;
  readonly cost: number;
  /** The limit for the reply. */
  readonly replyTokens: number;
}

interface BudgetWaiter {
  /** Counted when its turn comes: thousands may wait. */
  readonly count: () => BudgetRequest;
  wanted?: BudgetRequest;
  readonly resolve: (reservation: Reservation) => void;
  readonly reject: (error: BudgetExceeded) => void;
}

/**
 * Limit to what a run uses, over all the models it calls. Each request reserves what it may cost at most from before it is sent
 * until what it did cost is recorded, so that the budget also binds what is in flight. Near its end requests wait for each
 * other's costs, since most cost less than they may; the last one gets a shorter reply where that still fits.
 */
export class BudgetGuard {
  readonly #budget: Budget;
  readonly #usage: UsageCounter;
  /** Amounts that the requests in flight may yet use. */
  readonly #reserved = { requests: 0, tokens: 0, cost: 0 };
  readonly #queue = new Set<BudgetWaiter>();

  constructor(budget: Budget, usage: UsageCounter) {
    this.#budget = budget;
    this.#usage = usage;
  }

  /** The model, called only while the budget allows. Under a budget every request carries a limit for its reply. */
  around<R extends Reply>(model: ChatModel<R>, terms: Terms): ChatModel<R> {
    const { price } = terms;
    return {
      id: model.id,
      chat: async (request, signal) => {
        signal.throwIfAborted();
        if (this.#budget.tokens === null && this.#budget.cost === null) return this.#pay(model, request, signal, terms);
        if (this.#budget.cost !== null && price === undefined) throw unpriced(`the price of ${model.id} is not known`);
        const wanted = request.sampling?.maxTokens ?? defaultReplyTokens;
        // All wait for it, near the budget or not: they stay in the order in which they came.
        const { countTokens } = await loadTokenizer();
        signal.throwIfAborted();
        const reservation = await this.#reserve(request, wanted, price, signal, countTokens);
        return this.#pay(model, request, signal, terms, reservation, wanted);
      },
    };
  }

  /**
   * Sends a request and records what it cost: on the disk at once, with the reply where that is kept, so that a process that is
   * killed forgets no cost. Of a reply that was not heard to its end, that is what was heard of it. What was reserved for it is
   * released then.
   */
  async #pay<R extends Reply>(
    model: ChatModel<R>,
    request: ChatRequest,
    signal: AbortSignal,
    { price, recordUsage }: Terms,
    reservation?: Reservation,
    wanted = Infinity,
  ): Promise<R> {
    const heard = new Heard();
    const observer = new BothTold(heard, request.observer);
    let recorded: Promise<void> | undefined;
    const pay = (usage: Usage): Promise<void> => {
      if (recorded !== undefined) return recorded;
      this.#usage.paid(usage, price);
      return (recorded = recordUsage?.() ?? Promise.resolve());
    };
    const keep = async (reply: ChatReply): Promise<void> => {
      await Promise.all([pay(reply.usage), request.keep?.(reply)]);
    };
    const sampling = reservation === undefined ? request.sampling : { ...request.sampling, maxTokens: reservation.replyTokens };
    try {
      const reply = await model.chat({ ...request, ...(sampling === undefined ? {} : { sampling }), observer, keep }, signal);
      await pay(reply.usage);
      return reply;
    } catch (error) {
      const said = error instanceof ModelError ? error.usage : undefined;
      if (said) await pay(said);
      else if (heard.reply !== '') await pay(await estimate(request, heard.reply));
      const isCutByBudget =
        reservation !== undefined && reservation.replyTokens < wanted && error instanceof ModelError && error.kind === 'truncated';
      throw isCutByBudget ? this.#cutShort(reservation, error) : error;
    } finally {
      if (reservation !== undefined) this.#release(reservation);
    }
  }

  async #reserve(
    request: ChatRequest,
    replyTokens: number,
    price: Price | undefined,
    signal: AbortSignal,
    countTokens: (text: string) => number,
  ): Promise<Reservation> {
    // No text has more tokens than bytes: only near the budget is it worth the time to count them.
    const generous = this.#affordable({ price, replyTokens, promptTokens: maxTokensOf(request) });
    if (this.#queue.size === 0 && generous.replyTokens === replyTokens) {
      return this.#take(generous);
    }
    return await new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.delete(waiter);
        reject(reasonOf(signal));
        this.#grantWaiting();
      };
      const stay = (): void => {
        signal.removeEventListener('abort', leave);
      };
      const waiter: BudgetWaiter = {
        count: () => ({ price, replyTokens, promptTokens: framed(request, countTokens) }),
        resolve: (reservation) => {
          stay();
          resolve(reservation);
        },
        reject: (error) => {
          stay();
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.add(waiter);
      this.#grantWaiting();
    });
  }

  /** Grants reservations, in the order of the requests, to all those that what is left now suffices for. */
  #grantWaiting(): void {
    for (const waiter of this.#queue) {
      const wish = (waiter.wanted ??= waiter.count());
      const reservation = this.#affordable(wish);
      if (reservation.replyTokens < wish.replyTokens && this.#reserved.requests > 0) return;
      this.#queue.delete(waiter);
      if (reservation.replyTokens < Math.min(minReplyTokens, wish.replyTokens)) waiter.reject(this.#exceeded(wish));
      else waiter.resolve(this.#take(reservation));
    }
  }

  #take(reservation: Reservation): Reservation {
    this.#reserved.requests += 1;
    this.#reserved.tokens += reservation.tokens;
    this.#reserved.cost += reservation.cost;
    return reservation;
  }

  #release(reservation: Reservation): void {
    this.#reserved.requests -= 1;
    this.#reserved.tokens -= reservation.tokens;
    // Sums of fractions drift.
    this.#reserved.cost = this.#reserved.requests === 0 ? 0 : this.#reserved.cost - reservation.cost;
    this.#grantWaiting();
  }

  /** As long a reply as is wanted, or as what is neither spent nor reserved pays for; negative when not even the prompt fits. */
  #affordable({ price, replyTokens, promptTokens }: BudgetRequest): Reservation {
    const left = this.#left();
    const forMoney =
      price === undefined || left.cost === Infinity ? Infinity : repliesFor(left.cost - (promptTokens * price.prompt) / 1e6, price);
    const reply = Math.min(replyTokens, left.tokens - promptTokens, forMoney);
    const most = { promptTokens, completionTokens: Math.max(0, reply) };
    return { replyTokens: reply, tokens: promptTokens + most.completionTokens, cost: costOf(most, price) ?? 0 };
  }

  #left(): { readonly tokens: number; readonly cost: number } {
    const { tokens, cost } = this.#usage.total;
    return {
      tokens: (this.#budget.tokens ?? Infinity) - tokens.prompt - tokens.completion - this.#reserved.tokens,
      // Against a sum that is not known nothing can be reserved.
      cost: this.#budget.cost === null ? Infinity : this.#budget.cost - (cost ?? Infinity) - this.#reserved.cost,
    };
  }

  #exceeded({ promptTokens, replyTokens, price }: BudgetRequest): BudgetExceeded {
    const { tokens, cost } = this.#usage.total;
    const completionTokens = Math.min(minReplyTokens, replyTokens);
    const usedTokens = tokens.prompt + tokens.completion;
    if (this.#budget.tokens !== null && usedTokens + promptTokens + completionTokens > this.#budget.tokens) {
      const next = `${promptTokens + completionTokens} or more`;
      return stopped(`within the budget of ${this.#budget.tokens} tokens: ${usedTokens} are used and the next request may need ${next}`);
    }
    if (cost === null) return unpriced('a model that this run asks, or asked before, has no known price');
    const next = dollars(costOf({ promptTokens, completionTokens }, price) ?? 0);
    return stopped(
      `within the budget of ${dollars(this.#budget.cost ?? 0)}: ${dollars(cost)} is spent and the next request may cost ${next} or more`,
    );
  }

  #cutShort({ replyTokens }: Reservation, cause: ModelError): BudgetExceeded {
    const budget = this.#budget.tokens === null ? dollars(this.#budget.cost ?? 0) : `${this.#budget.tokens} tokens`;
    return stopped(`by the budget of ${budget}: it left ${replyTokens} tokens for the last reply, which was longer`, cause);
  }
}

/** Pieces of a reply that have come so far. */
class Heard implements ReplyObserver {
  readonly #pieces: string[] = [];

  get reply(): string {
    return this.#pieces.join('');
  }

  text(delta: string): void {
    this.#pieces.push(delta);
  }

  reasoning(delta: string): void {
    this.#pieces.push(delta);
  }
}

const stopped = (where: string, cause?: unknown): BudgetExceeded =>
  new BudgetExceeded(`stopped ${where}; raise the budget and resume to go on`, cause === undefined ? {} : { cause });

const unpriced = (why: string): BudgetExceeded =>
  new BudgetExceeded(`${why}, so a budget in money cannot be kept; set the price of each model in its profile, or a budget in tokens`);

const dollars = (amount: number): string => `$${amount.toFixed(6).replace(/0{1,4}$/, '')}`;

/** Number of tokens of a reply that an amount of money pays for. */
function repliesFor(cost: number, { completion }: Price): number {
  if (cost < 0) return -1;
  return completion === 0 ? Infinity : Math.floor((cost * 1e6) / completion);
}

/**
 * Four tokens a message for what separates them, three for the reply's opening (o200k chat format); with a schema, which servers count
 * with the prompt, as much as the longer of its two wordings takes.
 */
function framed({ messages, schema }: ChatRequest, count: (text: string) => number): number {
  const sum = (each: typeof messages): number => each.reduce((total, { content }) => total + 4 + count(content), 3);
  if (schema === undefined) return sum(messages);
  return Math.max(sum(messages), sum(schema.messages ?? messages) + count(JSON.stringify(schema.schema)));
}

const maxTokensOf = (request: ChatRequest): number => framed(request, (text) => Buffer.byteLength(text));

async function estimate(request: ChatRequest, reply: string): Promise<Usage> {
  const { countTokens } = await loadTokenizer();
  return { promptTokens: framed(request, countTokens), completionTokens: countTokens(reply), estimated: true };
}
