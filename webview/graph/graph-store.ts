import type { EngineResult } from '../../src/protocol/engine.ts';
import type { HostChannel } from '../ui/host-channel.ts';
import type { GraphScope } from '../ui/intent.ts';
import { Resource } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';
import { graphModel, litNodes, type Attention, type GraphModel } from './view-model.ts';
import type { ShownGraph } from '../../src/protocol/results.ts';

export type ConceptDetail = EngineResult<'concepts/get'>;
export type SampledSets = EngineResult<'sets/sample'>;

/** Nodes asked for at first, and when more are wanted. */
const limits = { some: 120, many: 500 } as const;
const setsShown = 6;

/** State of the upper part of the panel: the graph around something, one concept in the inspector, the next concept sets. */
export class GraphStore extends ViewStore {
  scope: GraphScope = { kind: 'all' };
  concept: string | null = null;
  hovered: string | null = null;
  marked: ReadonlySet<string> = new Set();
  many = false;
  setsSeed = 0;
  readonly view = new Resource<ShownGraph>(() => {
    this.changed();
  });
  readonly detail = new Resource<ConceptDetail>(() => {
    this.changed();
  });
  readonly sets = new Resource<SampledSets>(() => {
    this.changed();
  });
  readonly #channel: HostChannel;
  #model: { readonly of: ShownGraph; readonly model: GraphModel } | null = null;
  #lit: { readonly of: Attention; readonly model: GraphModel; readonly nodes: ReadonlySet<string> | null } | null = null;

  constructor(channel: HostChannel) {
    super();
    this.#channel = channel;
  }

  /** Computed once for each answer of the engine. */
  get model(): GraphModel | null {
    const view = this.view.value;
    if (view === null) return null;
    if (this.#model?.of !== view) this.#model = { of: view, model: graphModel(view) };
    return this.#model.model;
  }

  /** The nodes that stand out; the same set as long as nothing changed, so that the picture is not drawn again. */
  get lit(): ReadonlySet<string> | null {
    const { model, concept: selected, hovered, marked } = this;
    if (model === null) return null;
    const known = this.#lit;
    const same = known?.model === model && known.of.selected === selected && known.of.hovered === hovered && known.of.marked === marked;
    if (known !== null && same) return known.nodes;
    const nodes = litNodes(model, { selected, hovered, marked });
    this.#lit = { of: { selected, hovered, marked }, model, nodes };
    return nodes;
  }

  async showScope(scope: GraphScope): Promise<void> {
    this.scope = scope;
    this.many = false;
    this.#stopPointing();
    await this.loadView();
  }

  async showMany(): Promise<void> {
    this.many = true;
    await this.loadView();
  }

  async loadView(): Promise<void> {
    const params = { focus: this.scope, limit: this.many ? limits.many : limits.some };
    await this.view.load(() => this.#channel.request('graph/view', params));
  }

  async openConcept(concept: string): Promise<void> {
    if (this.concept !== concept) this.detail.clear();
    this.concept = concept;
    this.#stopPointing();
    await this.loadDetail();
  }

  async loadDetail(): Promise<void> {
    const { concept } = this;
    if (concept !== null) await this.detail.load(() => this.#channel.request('concepts/get', { concept }));
  }

  closeConcept(): void {
    this.concept = null;
    this.#stopPointing();
    this.detail.clear();
  }

  async loadSets(): Promise<void> {
    await this.sets.load(() => this.#channel.request('sets/sample', { count: setsShown, seed: this.setsSeed }));
  }

  async otherSets(): Promise<void> {
    this.setsSeed++;
    await this.loadSets();
  }

  hover(node: string | null): void {
    if (this.hovered === node) return;
    this.hovered = node;
    this.changed();
  }

  mark(nodes: ReadonlySet<string>): void {
    this.marked = nodes;
    this.changed();
  }

  #stopPointing(): void {
    this.hovered = null;
    this.marked = new Set();
    this.changed();
  }
}
