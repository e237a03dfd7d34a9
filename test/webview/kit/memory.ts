import { panelRequest, type HostNotifications } from '../../../src/protocol/webview.ts';
import { HostChannel, type HostPort } from '../../../webview/ui/host-channel.ts';
import type { IntentStorage } from '../../../webview/ui/intent.ts';
import { FakeAnswers, type FakeSetup } from '../fake/answers.ts';

/** A host in memory, for stores without a page. Answers come in a later microtask, as over a wire, and in order. */
export class MemoryHost {
  readonly answers: FakeAnswers;
  readonly problems: string[] = [];
  readonly channel: HostChannel;
  readonly storage: IntentStorage & { state: unknown };
  /** Methods that are not answered before `release` is called. */
  readonly hold = new Set<string>();
  readonly #held: (() => void)[] = [];
  #receive: (message: unknown) => void = () => undefined;

  constructor(setup: FakeSetup = {}) {
    this.answers = new FakeAnswers(setup);
    const port: HostPort = {
      post: (message) => {
        this.#take(message);
      },
      listen: (receive) => {
        this.#receive = receive;
        return () => {
          this.#receive = () => undefined;
        };
      },
    };
    this.channel = new HostChannel(port, (problem) => this.problems.push(problem));
    const storage = {
      state: setup.state,
      load: () => storage.state,
      save: (state: unknown) => {
        storage.state = structuredClone(state);
      },
    };
    this.storage = storage;
  }

  push<N extends keyof HostNotifications>(notification: N, params: HostNotifications[N]): void {
    this.#receive({ notification, params });
  }

  /** A message as it comes, whatever its shape. */
  send(message: unknown): void {
    this.#receive(message);
  }

  release(): void {
    this.hold.clear();
    for (const reply of this.#held.splice(0)) reply();
  }

  methods(): string[] {
    return this.answers.calls.map(({ method }) => method);
  }

  #take(message: unknown): void {
    const { id, method, params } = panelRequest.parse(message);
    this.answers.calls.push({ method, params });
    const reply = (): void => {
      try {
        this.#receive({ id, result: this.answers.answer(method, params) });
      } catch (error) {
        this.#receive({ id, error: error instanceof Error ? error.message : String(error) });
      }
    };
    if (this.hold.has(method)) this.#held.push(reply);
    else queueMicrotask(reply);
  }
}
