import type * as z from 'zod';
import {
  definitionOf,
  engineRequests,
  mayAsk,
  type EngineArguments,
  type EngineResult,
  type PanelEngineMethod,
} from '../../../src/protocol/engine.ts';
import type { PanelFocus } from '../../../src/protocol/focus.ts';
import { hostRequests } from '../../../src/protocol/webview.ts';
import { FakeInsights } from './insights.ts';
import { FakeMixture } from './mixture.ts';
import { fakeScaling } from './planning.ts';
import { FakeProject } from './project.ts';
import { FakeSnapshots } from './snapshots.ts';

export interface FakeSetup {
  readonly samples?: number;
  readonly focus?: PanelFocus;
  readonly trusted?: boolean;
  readonly empty?: boolean;
  /** What a restored panel finds as its state. */
  readonly state?: unknown;
  /** Methods that fail the first time they are called, with this message. */
  readonly fail?: Readonly<Record<string, string>>;
}

type Engine = { [M in PanelEngineMethod]: (params: EngineArguments<M>) => EngineResult<M> };
type Shapes = { readonly [M in keyof Engine]: { readonly params: z.ZodType<EngineArguments<M>>; readonly result: z.ZodType } };
const shapes: Shapes = engineRequests;

/** Answers the panel's requests from a project in memory, each checked against the contract both ways. */
export class FakeAnswers {
  readonly project: FakeProject;
  readonly insights: FakeInsights;
  readonly mixture: FakeMixture;
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  /** Methods that fail the next time they are called, with this message. */
  readonly fail: Map<string, string>;
  /** What is answered to a request to reveal a span. */
  revealed = true;
  /** Whether the person who is asked where to save a file says where. */
  saves = true;
  /** What the person who is asked for a table of points chooses. */
  opens: { readonly name: string; readonly text: string } | null = null;
  readonly #focus: PanelFocus;
  readonly #engine: Engine;

  constructor(setup: FakeSetup) {
    const project = new FakeProject(setup.samples);
    project.trusted = setup.trusted ?? true;
    project.empty = setup.empty ?? false;
    this.project = project;
    const insights = new FakeInsights(project);
    this.insights = insights;
    const mixture = new FakeMixture(project);
    this.mixture = mixture;
    const snapshots = new FakeSnapshots(project);
    this.#focus = setup.focus ?? { kind: 'all' };
    this.fail = new Map(Object.entries(setup.fail ?? {}));
    this.#engine = {
      status: () => project.status(),
      'diversity/results': () => insights.kinds(),
      'plan/scaling': fakeScaling,
      'plan/mixture': (params) => mixture.plan(params),
      'mixture/set': (params) => mixture.set(params),
      'quality/measure': (params) => insights.quality(params),
      'quality/leakage': (params) => insights.leakage(params),
      'duplicates/list': (params) => insights.duplicates(params),
      'duplicates/thin': (params) => insights.thin(params),
      'concepts/get': (params) => project.concept(params),
      'graph/view': (params) => project.graph(params),
      'sets/sample': (params) => project.sets(params),
      'samples/list': (params) => project.list(params),
      'samples/ids': (params) => project.sampleIds(params),
      'samples/values': (params) => project.values(params),
      'samples/get': (params) => project.sample(params),
      'review/accept': (choice) => project.decide(choice, 'accepted', null),
      'review/reject': ({ reason, ...choice }) => project.decide(choice, 'rejected', reason),
      'review/edit': (params) => project.edit(params),
      'review/regenerate': (params) => project.regenerate(params),
      'review/undo': () => project.undo(),
      'review/redo': () => project.redo(),
      'snapshots/take': (params) => snapshots.take(params),
      'snapshots/list': () => snapshots.list(),
      'snapshots/drop': (params) => snapshots.drop(params),
      'snapshots/compare': (params) => snapshots.compare(params),
      'snapshots/restore': (params) => snapshots.restore(params),
    };
  }

  /** Throws what the panel should see as the request's error. */
  answer(method: string, params: unknown): unknown {
    const failure = this.fail.get(method);
    this.fail.delete(method);
    if (failure !== undefined) throw new Error(failure);
    const { trusted, revision } = this.project;
    if (method === 'ready') return hostRequests.ready.result.parse({ focus: this.#focus, trusted, revision });
    if (method === 'reveal') {
      hostRequests.reveal.params.parse(params);
      return { revealed: this.revealed };
    }
    if (method === 'cancel') {
      hostRequests.cancel.params.parse(params);
      return {};
    }
    if (method === 'saveAs') {
      const { name } = hostRequests.saveAs.params.parse(params);
      return { saved: this.saves ? `~/${name}` : null };
    }
    if (method === 'openCsv') {
      hostRequests.openCsv.params.parse(params);
      return { opened: this.opens };
    }
    if (method === 'command') {
      hostRequests.command.params.parse(params);
      return {};
    }
    if (!mayAsk('panel', method)) throw new Error(`The panel may not ask for ${method}.`);
    return this.#ask(method, params);
  }

  // The type parameter keeps the parameters of a method and its handler together.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  #ask<M extends keyof Engine>(method: M, raw: unknown): unknown {
    const params = shapes[method].params.parse(raw);
    const foreign = (definitionOf(method).notThePanels ?? []).find((name) => Object.hasOwn(params, name));
    if (foreign !== undefined) throw new Error(`The panel may not ask for "${method}" with "${foreign}".`);
    return shapes[method].result.parse(this.#engine[method](params));
  }
}
