import { boostFactors, prepareBoosts } from './boosts.ts';
import type { ConceptGraph } from './concept-graph.ts';
import { NeighbourRow } from './neighbour-row.ts';
import { RandomStream } from './random.ts';
import { StepSampler } from './step.ts';

/** Fewest and most steps; every number between is as likely. */
type StepRange = readonly [min: number, max: number];

export interface WalkOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** Rounds over all topics. */
  readonly epochs: number;
  readonly topicSteps: StepRange;
  readonly topicConceptSteps: StepRange;
  readonly conceptSteps: StepRange;
  /** Node ids added to every set, whether the graph has them or not. */
  readonly pinned?: Iterable<string>;
  /** Node ids never in a set, though pinned; a banned topic starts no walk. */
  readonly banned?: Iterable<string>;
  /** Node id → positive factor on the weight of stepping to it. */
  readonly boosts?: ReadonlyMap<string, number>;
}

/** The topics and key concepts (node ids) of one walk in the order visited, pins last. */
export interface SampledNodes {
  readonly ordinal: number;
  readonly epoch: number;
  readonly start: string;
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
}

/** A walk without its place in the enumeration. */
type Walk = Omit<SampledNodes, 'ordinal'>;

/**
 * The concept sets of SynthLLM §3.2, each made when it is asked for: from every topic in every epoch, a walk over
 * topics, from there to key concepts, and on over key concepts, without a revisit.
 *
 * A set depends on (graph, seed, epoch, topic) alone: each pair of epoch and topic has a random stream of its own, whose
 * first number is the topic's place in the epoch's shuffle. So sets can be made in any order, and a topic that is banned
 * or added leaves the order of the others as it was.
 * @throws RangeError when an option is out of its range.
 */
export function sampleConceptSets(graph: ConceptGraph, options: WalkOptions): ConceptSetSampler {
  return new ConceptSetSampler(graph, options);
}

export class ConceptSetSampler implements Iterable<SampledNodes> {
  /** Number of concept sets: epochs × topics not banned. */
  readonly length: number;
  readonly #graph: ConceptGraph;
  readonly #options: WalkOptions;
  readonly #startTopics: Uint32Array;
  readonly #pinned: readonly string[];
  readonly #steps: { readonly topics: StepSampler; readonly toConcepts: StepSampler; readonly concepts: StepSampler };
  /** Node → 1 when it is banned or in the walk under way. */
  readonly #taken: Uint8Array;
  readonly #random = new RandomStream();
  #shuffled: { epoch: number; topics: Uint32Array } | null = null;

  constructor(graph: ConceptGraph, options: WalkOptions) {
    checkOptions(options);
    this.#graph = graph;
    this.#options = options;
    const banned = new Set(options.banned);
    this.#pinned = [...new Set(options.pinned)].filter((id) => !banned.has(id));
    this.#taken = new Uint8Array(graph.nodes.length);
    for (const id of banned) {
      const node = graph.index.get(id);
      if (node !== undefined) this.#taken[node] = 1;
    }
    this.#startTopics = Uint32Array.from({ length: graph.topicCount }, (_, topic) => topic).filter((topic) => this.#taken[topic] === 0);
    this.length = options.epochs * this.#startTopics.length;
    this.#steps = stepSamplers(graph, options.boosts);
  }

  *[Symbol.iterator](): Generator<SampledNodes, void> {
    yield* this.from(0);
  }

  /** The sets from `ordinal` on. */
  *from(ordinal: number): Generator<SampledNodes, void> {
    for (let at = ordinal; at < this.length; at++) yield this.at(at);
  }

  /**
   * The set at a place of the enumeration: one shuffle of the topics when the epoch is another than the last one asked for, and one walk.
   * @throws RangeError when there is no such place.
   */
  at(ordinal: number): SampledNodes {
    if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= this.length) {
      throw new RangeError(`There is no concept set ${ordinal}: they are numbered from 0 to ${this.length - 1}.`);
    }
    const epoch = Math.floor(ordinal / this.#startTopics.length);
    return { ordinal, ...this.#walk(epoch, this.#topicsOf(epoch)[ordinal % this.#startTopics.length]!) };
  }

  #topicsOf(epoch: number): Uint32Array {
    if (this.#shuffled?.epoch === epoch) return this.#shuffled.topics;
    const place = new Float64Array(this.#graph.topicCount);
    for (const topic of this.#startTopics) {
      place[topic] = this.#random.restart(this.#options.seed, epoch, this.#graph.nodes[topic]!).float();
    }
    const topics = this.#startTopics.toSorted((a, b) => place[a]! - place[b]! || a - b);
    this.#shuffled = { epoch, topics };
    return topics;
  }

  #walk(epoch: number, start: number): Walk {
    const { seed, topicSteps, topicConceptSteps, conceptSteps } = this.#options;
    const { nodes } = this.#graph;
    const random = this.#random.restart(seed, epoch, nodes[start]!);
    random.float();
    const taken = this.#taken;
    taken[start] = 1;
    const topics = [start];
    const concepts: number[] = [];
    const visit = (walked: number[], node: number): boolean => {
      if (node < 0) return false;
      taken[node] = 1;
      walked.push(node);
      return true;
    };

    let steps = random.between(...topicSteps);
    while (steps > 0 && visit(topics, this.#steps.topics.next(topics.at(-1)!, taken, random))) steps--;
    steps = random.between(...topicConceptSteps);
    while (steps > 0 && visit(concepts, this.#fromLatestTopic(topics))) steps--;
    steps = random.between(...conceptSteps);
    while (steps > 0 && concepts.length > 0 && visit(concepts, this.#steps.concepts.next(concepts.at(-1)!, taken, random))) steps--;

    for (const node of topics) taken[node] = 0;
    for (const node of concepts) taken[node] = 0;
    const topicIds = topics.map((node) => nodes[node]!);
    const conceptIds = concepts.map((node) => nodes[node]!);
    for (const id of this.#pinned) {
      const ids = id.startsWith('t:') ? topicIds : conceptIds;
      if (!ids.includes(id)) ids.push(id);
    }
    return { epoch, start: nodes[start]!, topics: topicIds, concepts: conceptIds };
  }

  #fromLatestTopic(topics: readonly number[]): number {
    for (let at = topics.length - 1; at >= 0; at--) {
      const node = this.#steps.toConcepts.next(topics[at]!, this.#taken, this.#random);
      if (node >= 0) return node;
    }
    return -1;
  }
}

function stepSamplers(graph: ConceptGraph, boosts: ReadonlyMap<string, number> = new Map<string, number>()) {
  const { topicSide, conceptSide, topicCount } = graph;
  const factor = boostFactors(graph, boosts);
  const ofTopics = { first: 0, end: topicCount };
  const ofConcepts = { first: topicCount, end: graph.nodes.length };
  const row = new NeighbourRow(graph);
  return {
    topics: new StepSampler(graph, topicSide, factor && prepareBoosts(graph, factor, topicSide, ofTopics), row),
    toConcepts: new StepSampler(graph, conceptSide, factor && prepareBoosts(graph, factor, topicSide, ofConcepts), row),
    concepts: new StepSampler(graph, conceptSide, factor && prepareBoosts(graph, factor, conceptSide, ofConcepts), row),
  };
}

function checkOptions(options: WalkOptions): void {
  if (!Number.isSafeInteger(options.seed)) throw new RangeError(`The seed is ${options.seed}: it must be a whole number below 2⁵³.`);
  if (!Number.isInteger(options.epochs) || options.epochs < 1) {
    throw new RangeError(`epochs is ${options.epochs}: it must be a whole number from 1 up.`);
  }
  for (const name of ['topicSteps', 'topicConceptSteps', 'conceptSteps'] as const) {
    const [min, max] = options[name];
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < min) {
      throw new RangeError(`${name} is [${min}, ${max}]: it must be two whole numbers from 0 up, the larger one last.`);
    }
  }
}
