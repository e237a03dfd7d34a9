import { copyText, omissionText } from '../../core/corpus/omissions.ts';
import { passedText, whyNoDocuments } from '../../core/corpus/passed-over.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { Workspace } from '../workspace.ts';

/** Files named with what they are copies of. */
const maxExamples = 5;

function copied(corpus: CorpusState): EngineResult<'status'>['omitted'] {
  const { count } = corpus.copies;
  if (count === 0) return [];
  const files = [...corpus.files.keys()].flatMap((file) => {
    const [original] = corpus.copies.in(file).values();
    return original === undefined ? [] : [{ file, of: original.file }];
  });
  return [{ kind: 'copy', what: copyText(count), count, files: files.length, examples: files.slice(0, maxExamples) }];
}

/** Counts of everything a project holds. */
export async function readStatus(workspace: Workspace): Promise<Omit<EngineResult<'status'>, 'revision'>> {
  const { store, settings, folder } = workspace;
  const { questions, answers, judge, embeddings } = settings.models;
  const corpus = await workspace.corpus();
  const { graph } = await workspace.graph();
  const extracted = await workspace.extractedPassages();
  const { counts } = store.samples({}, { offset: 0, limit: 0 });
  return {
    project: settings.name,
    folder,
    ...corpus.totals,
    extracted: extracted.total,
    ...graph.counts,
    edges: { ...graph.counts.edges },
    samples: counts,
    runs: store.runs().length,
    models: { questions, answers, judge, embeddings },
    diversity: settings.diversity,
    dataset: store.dataset(),
    canUndo: store.canUndo,
    canRedo: store.canRedo,
    problems: [...corpus.problems, ...(await workspace.seedProblems()), ...store.problems],
    omitted: [...corpus.omissions.map((each) => ({ ...each, what: omissionText(each), examples: [...each.examples] })), ...copied(corpus)],
    notRead: corpus.passed.total.map((each) => ({
      kind: each.reason,
      what: passedText(each),
      count: each.count,
      examples: [...each.examples],
    })),
    noDocuments: corpus.totals.documents === 0 ? whyNoDocuments(corpus.passed.total, corpus.files.size, settings.corpus.include) : null,
  };
}
