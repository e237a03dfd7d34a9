/** Everything around a model, as a run has it, with a store that is thrown away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cap, Spent } from '../../../src/core/samples/spent.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import type { OpenedModel } from '../../../src/engine/models/opened-model.ts';
import { Admission } from '../../../src/engine/models/requests/admission.ts';
import { Budget } from '../../../src/engine/models/requests/budget.ts';
import { type Composition, composeModel } from '../../../src/engine/models/requests/compose.ts';
import { Meter } from '../../../src/engine/models/requests/meter.ts';
import { ReplyCache } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { until } from './support.ts';

export interface Composed {
  readonly chat: ChatModel['chat'];
  readonly clock: VirtualClock;
  readonly meter: Meter;
  readonly folder: string;
  /** The same for another run: it shares the cache and the admission. */
  readonly run: (cap?: Partial<Cap>) => ChatModel;
  readonly close: () => void;
}

interface Options extends Pick<Composition, 'below' | 'random'> {
  readonly cap?: Partial<Cap>;
  readonly before?: Spent;
  readonly maxInFlight?: number;
}

export function composed(
  model: ChatModel,
  opened: Partial<OpenedModel> = {},
  { cap = {}, before, maxInFlight, random = () => 0, ...rest }: Options = {},
): Composed {
  const folder = mkdtempSync(join(tmpdir(), 'loom-composed-'));
  const store = ResponseStore.open(ProjectPath.of(folder).at('responses.sqlite'));
  const cache = new ReplyCache(store);
  const clock = new VirtualClock();
  const admission = new Admission(clock, maxInFlight);
  const whole: OpenedModel = { model, name: 'm1 at https://api.example/v1', endpoint: 'https://api.example/v1?', remote: true, ...opened };
  const compose = (limits: Partial<Cap>, meter: Meter): ChatModel =>
    composeModel(whole, {
      cache,
      budget: new Budget({ tokens: null, cost: null, ...limits }, meter),
      meter,
      admission,
      clock,
      random,
      ...rest,
    });
  const meter = new Meter(before);
  const first = compose(cap, meter);
  return {
    chat: (request, signal) => first.chat(request, signal),
    clock,
    meter,
    folder,
    run: (limits = {}) => compose(limits, new Meter()),
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
