/** Everything around a model, as a run has it, with a store that is thrown away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Budget, RunUsage } from '../../../src/core/samples/run-usage.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import type { OpenedModel } from '../../../src/engine/models/opened-model.ts';
import { RateLimiter } from '../../../src/engine/models/requests/rate-limiter.ts';
import { BudgetGuard } from '../../../src/engine/models/requests/budget.ts';
import { type Composition, composeModel } from '../../../src/engine/models/requests/compose.ts';
import { UsageCounter } from '../../../src/engine/models/requests/usage-counter.ts';
import { ReplyCache } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { until } from './support.ts';

export interface Composed {
  readonly chat: ChatModel['chat'];
  readonly clock: VirtualClock;
  readonly usage: UsageCounter;
  readonly folder: string;
  /** The same for another run: it shares the cache and the rate limiter. */
  readonly run: (budget?: Partial<Budget>) => ChatModel;
  readonly close: () => void;
}

interface Options extends Pick<Composition, 'below' | 'random'> {
  readonly budget?: Partial<Budget>;
  readonly before?: RunUsage;
  readonly maxInFlight?: number;
}

export function composed(
  model: ChatModel,
  opened: Partial<OpenedModel> = {},
  { budget = {}, before, maxInFlight, random = () => 0, ...rest }: Options = {},
): Composed {
  const folder = mkdtempSync(join(tmpdir(), 'loom-composed-'));
  const store = ResponseStore.open(ProjectPath.of(folder).at('responses.sqlite'));
  const cache = new ReplyCache(store);
  const clock = new VirtualClock();
  const rateLimiter = new RateLimiter(clock, maxInFlight);
  const whole: OpenedModel = { model, name: 'm1 at https://api.example/v1', endpoint: 'https://api.example/v1?', remote: true, ...opened };
  const compose = (limits: Partial<Budget>, usage: UsageCounter): ChatModel =>
    composeModel(whole, {
      cache,
      budget: new BudgetGuard({ tokens: null, cost: null, ...limits }, usage),
      usage,
      rateLimiter,
      clock,
      random,
      ...rest,
    });
  const usage = new UsageCounter(before);
  const first = compose(budget, usage);
  return {
    chat: (request, signal) => first.chat(request, signal),
    clock,
    usage,
    folder,
    run: (limits = {}) => compose(limits, new UsageCounter()),
    close: () => {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Lets the waits between attempts pass, and only those: deadlines are longer. */
export async function settled<T>({ clock }: Composed, promise: Promise<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = (): void => {
    state.isSettled = true;
  };
  promise.then(settle, settle);
  await until(() => state.isSettled || clock.nextIn < 5000);
  while (!state.isSettled) {
    await clock.advance(clock.nextIn);
    await until(() => state.isSettled || clock.nextIn < 5000);
  }
  return await promise;
}
