/** Stands in for the extension host inside a plain browser page, and lets tests push, fail and delay. */
import '../../../webview/ui/validation.ts';
import { panelRequest, type HostNotifications } from '../../../src/protocol/webview.ts';
import { FakeAnswers, type FakeSetup } from './answers.ts';

/** What tests reach from outside the page. */
interface FakeHost {
  readonly answers: FakeAnswers;
  state: unknown;
  /** Methods that are not answered before `release` is called. */
  readonly hold: Set<string>;
  release(): void;
  push<N extends keyof HostNotifications>(notification: N, params: HostNotifications[N]): void;
}

declare global {
  interface Window {
    loomSetup?: FakeSetup;
    loomHost: FakeHost;
    acquireVsCodeApi: () => { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
  }
}

const setup = window.loomSetup ?? {};
const answers = new FakeAnswers(setup);
const held: (() => void)[] = [];

const host: FakeHost = {
  answers,
  state: setup.state,
  hold: new Set(),
  release: () => {
    host.hold.clear();
    for (const answer of held.splice(0)) answer();
  },
  push: (notification, params) => {
    window.postMessage({ notification, params });
  },
};
window.loomHost = host;

window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    const { id, method, params } = panelRequest.parse(message);
    answers.calls.push({ method, params });
    const reply = (): void => {
      let result: unknown;
      try {
        result = answers.answer(method, params);
      } catch (error) {
        window.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
        return;
      }
      window.postMessage({ id, result });
    };
    if (host.hold.has(method)) held.push(reply);
    else queueMicrotask(reply);
  },
  getState: () => host.state,
  setState: (state) => {
    host.state = structuredClone(state);
  },
});
