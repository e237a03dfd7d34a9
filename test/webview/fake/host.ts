/**
 * Stands in for the extension host inside a plain browser page: answers the panel's requests from a project in memory,
 * each checked against the contract both ways, and lets tests push, fail and delay.
 */
import '../../../webview/ui/validation.ts';
import type * as z from 'zod';
import { engineRequests, type EngineArguments, type EngineResult } from '../../../src/protocol/engine.ts';
import { hostRequests, panelEngineMethods, panelRequest, type HostNotifications, type PanelFocus } from '../../../src/protocol/webview.ts';
import { FakeProject } from './project.ts';

export interface FakeSetup {
  readonly samples?: number;
  readonly focus?: PanelFocus;
  readonly trusted?: boolean;
  readonly empty?: boolean;
  /** What `getState` gives a restored panel. */
  readonly state?: unknown;
  /** Methods that fail the first time they are called, with this message. */
  readonly fail?: Readonly<Record<string, string>>;
}

/** What tests reach from outside the page. */
export interface FakeHost {
  readonly project: FakeProject;
  readonly calls: { readonly method: string; readonly params: unknown }[];
  state: unknown;
  /** Methods that fail the next time they are called, with this message. */
  readonly fail: Map<string, string>;
  /** Methods that are not answered before `release` is called. */
  readonly hold: Set<string>;
  release(): void;
  push<N extends keyof HostNotifications>(notification: N, params: HostNotifications[N]): void;
  /** The spans asked to be revealed are answered with this. */
  revealed: boolean;
}

declare global {
  interface Window {
    loomSetup?: FakeSetup;
    loomHost: FakeHost;
    acquireVsCodeApi: () => { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
  }
}

const setup = window.loomSetup ?? {};
const project = new FakeProject(setup.samples);
project.trusted = setup.trusted ?? true;
project.empty = setup.empty ?? false;
const held: (() => void)[] = [];

const host: FakeHost = {
  project,
  calls: [],
  state: setup.state,
  fail: new Map(Object.entries(setup.fail ?? {})),
  hold: new Set(),
  release: () => {
    host.hold.clear();
    for (const answer of held.splice(0)) answer();
  },
  push: (notification, params) => {
    window.postMessage({ notification, params });
  },
  revealed: true,
};
window.loomHost = host;

type Engine = { [M in (typeof panelEngineMethods)[number]]: (params: EngineArguments<M>) => EngineResult<M> };

const engine: Engine = {
  status: () => project.status(),
  'concepts/get': (params) => project.concept(params),
  'graph/view': (params) => project.graph(params),
  'sets/sample': (params) => project.sets(params),
  'samples/list': (params) => project.list(params),
  'samples/ids': (params) => project.sampleIds(params),
  'samples/get': (params) => project.sample(params),
  'review/accept': ({ samples }) => project.decide(samples, 'accepted', null),
  'review/reject': ({ samples, reason }) => project.decide(samples, 'rejected', reason),
  'review/edit': (params) => project.edit(params),
  'review/regenerate': (params) => project.regenerate(params),
  'review/undo': () => project.undo(),
  'review/redo': () => project.redo(),
};

function answer(method: string, params: unknown): unknown {
  const failure = host.fail.get(method);
  host.fail.delete(method);
  if (failure !== undefined) throw new Error(failure);
  if (method === 'ready')
    return hostRequests.ready.result.parse({ focus: setup.focus ?? { kind: 'all' }, trusted: project.trusted, revision: project.revision });
  if (method === 'reveal') {
    hostRequests.reveal.params.parse(params);
    return { revealed: host.revealed };
  }
  if (method === 'command') {
    hostRequests.command.params.parse(params);
    return {};
  }
  const known = panelEngineMethods.find((each) => each === method);
  if (known === undefined) throw new Error(`The panel may not ask for ${method}.`);
  return ask(known, params);
}

// The type parameter keeps the parameters of a method and its handler together.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function ask<M extends keyof Engine>(method: M, raw: unknown): unknown {
  const shapes: { readonly [N in keyof Engine]: { readonly params: z.ZodType<EngineArguments<N>>; readonly result: z.ZodType } } =
    engineRequests;
  const handlers: Engine = engine;
  const params = shapes[method].params.parse(raw);
  return shapes[method].result.parse(handlers[method](params));
}

window.acquireVsCodeApi = () => ({
  postMessage: (message) => {
    const { id, method, params } = panelRequest.parse(message);
    host.calls.push({ method, params });
    const reply = (): void => {
      let result: unknown;
      try {
        result = answer(method, params);
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
