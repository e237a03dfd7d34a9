/** Coverage of the corpus's concepts by samples. */
import type { ConceptKind } from '../../../core/concepts/concept.ts';
import { conceptKey } from '../../../core/concepts/normalise.ts';
import { CoverageTally, type NodeSamples } from '../../../core/quality/coverage/concept-coverage.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import type { SampledConceptSet } from '../../../core/samples/sample.ts';
import type { EngineResult } from '../../../protocol/engine.ts';
import type { CountedSamples } from '../../../protocol/results.ts';
import type { GraphState } from '../../runs/concept-sets.ts';
import { countedBy } from './counted.ts';
import { inTurns, type Pause } from '../../slices.ts';

/** Topics, and key concepts, that are listed as those with the fewest samples. */
const listed = 20;

/** Coverage counted sample by sample, by the names that concepts have in the graph now. */
export class SetCoverage {
  readonly #graph: GraphState;
  readonly #tally: CoverageTally;
  /** Concepts that some samples name otherwise: a filter by the name of now does not find those. */
  readonly #renamed = new Set<string>();

  constructor(graph: GraphState) {
    this.#graph = graph;
    this.#tally = new CoverageTally(graph.graph);
  }

  add({ topics, concepts }: SampledConceptSet): void {
    const ids = [...topics.map((label) => this.#idOf('topic', label)), ...concepts.map((label) => this.#idOf('concept', label))];
    this.#tally.add(ids);
  }

  #idOf(kind: ConceptKind, label: string): string {
    const id = this.#graph.idOf(kind, label);
    if (id.slice(2) !== conceptKey(label)) this.#renamed.add(id);
    return id;
  }

  /** @param base the filter that the samples passed */
  async result(base: SampleFilter, pause: Pause): Promise<EngineResult<'quality/measure'>['coverage']> {
    const { isExact, leastTopics, leastConcepts, edges, ...found } = await inTurns(this.#tally.result(listed), pause);
    const shown = (kind: ConceptKind) => (node: NodeSamples) => {
      const label = this.#graph.concepts.get(node.id)?.label ?? node.id.slice(2);
      return { id: node.id, label, frequency: node.frequency, counted: this.#counted(kind, node, label, base) };
    };
    return {
      ...found,
      edges: { ...edges, isExact },
      leastTopics: leastTopics.map(shown('topic')),
      leastConcepts: leastConcepts.map(shown('concept')),
    };
  }

  #counted(kind: ConceptKind, { id, samples }: NodeSamples, label: string, base: SampleFilter): CountedSamples {
    const before = base[kind];
    // A filter names one topic and one key concept.
    const isOther = before !== undefined && conceptKey(before) !== conceptKey(label);
    if (isOther || conceptKey(label) !== id.slice(2)) return { samples, line: null, isWhole: false };
    return { ...countedBy(samples, { ...base, [kind]: label }), isWhole: !this.#renamed.has(id) };
  }
}
