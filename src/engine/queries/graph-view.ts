import type { ConceptGraph } from '../../core/graph/concept-graph.ts';
import { type GraphView, selectGraphView } from '../../core/graph/graph-view.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { CorpusState } from '../corpus-state.ts';
import { Derived } from '../derived/derived.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Store } from '../storage/store.ts';

/** View of the whole graph, which decisions on samples leave as it is. */
export type WholeView = Derived<[graph: ConceptGraph, limit: number], GraphView>;
export const wholeView = (): WholeView => new Derived(([graph, limit]) => selectGraphView(graph, { limit }));

/** The part of the graph that a panel shows: of everything, around a file's concepts, or around one concept. */
export function viewGraph(
  state: GraphState,
  whole: WholeView,
  corpus: CorpusState,
  store: Store,
  { focus, limit }: EngineArguments<'graph/view'>,
): EngineResult<'graph/view'> {
  const { graph, concepts } = state;
  const view = focus.kind === 'all' ? whole.of(graph, limit) : selectGraphView(graph, { limit, focus: focusNodes(state, corpus, focus) });
  const sampled = store.countsByConcept();
  return {
    title: titleOf(state, focus),
    nodes: view.nodes.flatMap((node) => {
      const concept = concepts.get(node.id);
      return concept === undefined ? [] : [{ ...concept, frequency: node.frequency, covered: sampled.has(node.id), inFocus: node.inFocus }];
    }),
    edges: [...view.edges],
    omitted: view.omitted,
  };
}

type GraphFocus = EngineArguments<'graph/view'>['focus'];

function focusNodes(state: GraphState, corpus: CorpusState, focus: Exclude<GraphFocus, { readonly kind: 'all' }>): string[] {
  switch (focus.kind) {
    case 'concept':
      return [focus.concept];
    case 'file':
      return corpus
        .passagesOf(focus.file)
        .flatMap(state.conceptsOf)
        .map(({ id }) => id);
  }
}

function titleOf({ concepts }: GraphState, focus: GraphFocus): string {
  switch (focus.kind) {
    case 'all':
      return 'the whole graph';
    case 'concept':
      return `${concepts.get(focus.concept)?.label ?? focus.concept.slice(2)} and its neighbours`;
    case 'file':
      return `${focus.file.split('/').at(-1) ?? focus.file} and its neighbours`;
  }
}
