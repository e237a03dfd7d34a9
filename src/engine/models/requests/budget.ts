import type { Usage } from '../../../core/samples/sample.ts';
import type { Cap } from '../../../core/samples/spent.ts';
import type { Price } from '../../../protocol/profile.ts';
import { loadTokenizer } from '../../tokenizer.ts';
import type { ChatModel, ChatReply, ChatRequest, Reply, ReplyObserver } from '../chat-model.ts';
import { reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { costOf, type Meter } from './meter.ts';
import { BothTold } from './observers.ts';

/** A request was not sent, because it could have gone over the cap. Not a failure of the request: a run stops on it. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
}

/** The longest reply that is allowed for under a cap when neither request nor profile sets a limit. */
const usualReply = 4096;
/** With less than this left for the reply, a request is not worth sending. */
const leastReply = 256;

/** Terms on which a model is paid for. */
interface Terms {
  readonly price: Price | undefined;
  /** Puts what the run has spent on the disk; there is nothing to put for what costs nothing. */
  readonly book?: (() => Promise<void>) | undefined;
}

interface Wish {
  readonly price: Price | undefined;
  readonly replyTokens: number;
  readonly promptTokens: number;
}

interface Grant {
  readonly tokens: number;
  readonly cost: number;
  /** The limit for the reply. */
  readonly replyTokens: number;
}

interface BudgetWaiter {
  /** Counted when its turn comes: thousands may wait. */
  readonly count: () => Wish;
  wish?: Wish;
  readonly resolve: (grant: Grant) => void;
  readonly reject: (error: BudgetExceeded) => void;
}

/**
 * Limit to what a run spends, over all the models it asks. Each request holds what it may cost at most from before it is sent
 * until what it did cost is booked, so that the cap also binds what is in flight. Near the cap requests wait for each
 * other's bookings, since most cost less than they may; the last one gets a shorter reply where that still fits.
 */
export class Budget {
  readonly #cap: Cap;
  readonly #meter: Meter;
  /** Amounts that the requests in flight may yet spend. */
  readonly #held = { requests: 0, tokens: 0, cost: 0 };
  readonly #queue = new Set<BudgetWaiter>();

  constructor(cap: Cap, meter: Meter) {
    this.#cap = cap;
    this.#meter = meter;
  }

  /** The model, asked only while the cap allows. Under a cap every request carries a limit for its reply. */
  around<R extends Reply>(model: ChatModel<R>, terms: Terms): ChatModel<R> {
    const { price } = terms;
    return {
      id: model.id,
      chat: async (request, signal) => {
        signal.throwIfAborted();
        if (this.#cap.tokens === null && this.#cap.cost === null) return this.#pay(model, request, signal, terms);
        if (this.#cap.cost !== null && price === undefined) throw unpriced(`the price of ${model.id} is not known`);
        const wanted = request.sampling?.maxTokens ?? usualReply;
        // All wait for it, near the cap or not: they stay in the order in which they came.
        const { countTokens } = await loadTokenizer();
        signal.throwIfAborted();
        const grant = await this.#hold(request, wanted, price, signal, countTokens);
        return this.#pay(model, request, signal, terms, grant, wanted);
      },
    };
  }

  /**
   * Asks, and books what it cost: on the disk at once, with the reply where that is kept, so that a process that is killed
   * takes nothing out of the books. Of a reply that was not heard to its end, that is what was heard of it. What was held for
   * it is let go then.
   */
  async #pay<R extends Reply>(
    model: ChatModel<R>,
    request: ChatRequest,
    signal: AbortSignal,
    { price, book }: Terms,
    grant?: Grant,
    wanted = Infinity,
  ): Promise<R> {
    const heard = new Heard();
    const observer = new BothTold(heard, request.observer);
    let booked: Promise<void> | undefined;
    const pay = (usage: Usage): Promise<void> => {
      if (booked !== undefined) return booked;
      this.#meter.paid(usage, price);
      return (booked = book?.() ?? Promise.resolve());
    };
    const keep = async (reply: ChatReply): Promise<void> => {
      await Promise.all([pay(reply.usage), request.keep?.(reply)]);
    };
    const sampling = grant === undefined ? request.sampling : { ...request.sampling, maxTokens: grant.replyTokens };
    try {
      const reply = await model.chat({ ...request, ...(sampling === undefined ? {} : { sampling }), observer, keep }, signal);
      await pay(reply.usage);
      return reply;
    } catch (error) {
      const said = error instanceof ModelError ? error.usage : undefined;
      if (said) await pay(said);
      else if (heard.reply !== '') await pay(await estimate(request, heard.reply));
      const isCutByCap = grant !== undefined && grant.replyTokens < wanted && error instanceof ModelError && error.kind === 'truncated';
      throw isCutByCap ? this.#cutShort(grant, error) : error;
    } finally {
      if (grant !== undefined) this.#release(grant);
    }
  }

  async #hold(
    request: ChatRequest,
    replyTokens: number,
    price: Price | undefined,
    signal: AbortSignal,
    countTokens: (text: string) => number,
  ): Promise<Grant> {
    // No text has more tokens than bytes: only near the cap is it worth the time to count them.
    const generous = this.#affordable({ price, replyTokens, promptTokens: mostTokens(request) });
    if (this.#queue.size === 0 && generous.replyTokens === replyTokens) {
      return this.#take(generous);
    }
    return await new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.delete(waiter);
        reject(reasonOf(signal));
        this.#admit();
      };
      const stay = (): void => {
        signal.removeEventListener('abort', leave);
      };
      const waiter: BudgetWaiter = {
        count: () => ({ price, replyTokens, promptTokens: framed(request, countTokens) }),
        resolve: (grant) => {
          stay();
          resolve(grant);
        },
        reject: (error) => {
          stay();
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.add(waiter);
      this.#admit();
    });
  }

  /** Lets go, in the order they came, all those that what is left now suffices for. */
  #admit(): void {
    for (const waiter of this.#queue) {
      const wish = (waiter.wish ??= waiter.count());
      const grant = this.#affordable(wish);
      if (grant.replyTokens < wish.replyTokens && this.#held.requests > 0) return;
      this.#queue.delete(waiter);
      if (grant.replyTokens < Math.min(leastReply, wish.replyTokens)) waiter.reject(this.#exceeded(wish));
      else waiter.resolve(this.#take(grant));
    }
  }

  #take(grant: Grant): Grant {
    this.#held.requests += 1;
    this.#held.tokens += grant.tokens;
    this.#held.cost += grant.cost;
    return grant;
  }

  #release(grant: Grant): void {
    this.#held.requests -= 1;
    this.#held.tokens -= grant.tokens;
    // Sums of fractions drift.
    this.#held.cost = this.#held.requests === 0 ? 0 : this.#held.cost - grant.cost;
    this.#admit();
  }

  /** As long a reply as is wanted, or as what is neither spent nor held pays for; negative when not even the prompt fits. */
  #affordable({ price, replyTokens, promptTokens }: Wish): Grant {
    const left = this.#left();
    const forMoney =
      price === undefined || left.cost === Infinity ? Infinity : repliesFor(left.cost - (promptTokens * price.prompt) / 1e6, price);
    const reply = Math.min(replyTokens, left.tokens - promptTokens, forMoney);
    const most = { promptTokens, completionTokens: Math.max(0, reply) };
    return { replyTokens: reply, tokens: promptTokens + most.completionTokens, cost: costOf(most, price) ?? 0 };
  }

  #left(): { readonly tokens: number; readonly cost: number } {
    const { tokens, cost } = this.#meter.spent;
    return {
      tokens: (this.#cap.tokens ?? Infinity) - tokens.prompt - tokens.completion - this.#held.tokens,
      // Against a sum that is not known nothing can be held.
      cost: this.#cap.cost === null ? Infinity : this.#cap.cost - (cost ?? Infinity) - this.#held.cost,
    };
  }

  #exceeded({ promptTokens, replyTokens, price }: Wish): BudgetExceeded {
    const { tokens, cost } = this.#meter.spent;
    const completionTokens = Math.min(leastReply, replyTokens);
    const spentTokens = tokens.prompt + tokens.completion;
    if (this.#cap.tokens !== null && spentTokens + promptTokens + completionTokens > this.#cap.tokens) {
      const next = `${promptTokens + completionTokens} or more`;
      return stopped(`before the cap of ${this.#cap.tokens} tokens: ${spentTokens} are used and the next request may need ${next}`);
    }
    if (cost === null) return unpriced('a model that this run asks, or asked before, has no known price');
    const next = dollars(costOf({ promptTokens, completionTokens }, price) ?? 0);
    return stopped(
      `before the cap of ${dollars(this.#cap.cost ?? 0)}: ${dollars(cost)} is spent and the next request may cost ${next} or more`,
    );
  }

  #cutShort({ replyTokens }: Grant, cause: ModelError): BudgetExceeded {
    const cap = this.#cap.tokens === null ? dollars(this.#cap.cost ?? 0) : `${this.#cap.tokens} tokens`;
    return stopped(`at the cap of ${cap}: it left ${replyTokens} tokens for the last reply, which was longer`, cause);
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
  new BudgetExceeded(`stopped ${where}; raise the cap and resume to go on`, cause === undefined ? {} : { cause });

const unpriced = (why: string): BudgetExceeded =>
  new BudgetExceeded(`${why}, so spending cannot be capped in money; set the price of each model in its profile, or cap tokens`);

const dollars = (amount: number): string => `$${amount.toFixed(6).replace(/0{1,4}$/, '')}`;

/** Number of tokens of a reply that an amount of money pays for. */
function repliesFor(cost: number, { completion }: Price): number {
  if (cost < 0) return -1;
  return completion === 0 ? Infinity : Math.floor((cost * 1e6) / completion);
}

/** Four tokens a message for what separates them, three for the reply's opening (o200k chat format). */
const framed = (request: ChatRequest, count: (text: string) => number): number =>
  request.messages.reduce((sum, { content }) => sum + 4 + count(content), 3);

const mostTokens = (request: ChatRequest): number => framed(request, (text) => Buffer.byteLength(text));

async function estimate(request: ChatRequest, reply: string): Promise<Usage> {
  const { countTokens } = await loadTokenizer();
  return { promptTokens: framed(request, countTokens), completionTokens: countTokens(reply), estimated: true };
}
