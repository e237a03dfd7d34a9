import { binStarts, histogram } from '../../core/filter/score-documents.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Workspace } from '../workspace.ts';

/** The document filter as it stands: its settings, how well ratings are predicted, and every document's score. */
export async function listDocuments(workspace: Workspace): Promise<EngineResult<'documents/list'>> {
  const scores = await workspace.scores();
  const { documents, r2 } = await scores.scored();
  const { features, embeddings } = scores.basis;
  const { enabled, threshold } = workspace.settings.filter;
  const counts = histogram(documents.flatMap(({ score }) => (score === null ? [] : [score])));
  return {
    ...{ enabled, threshold, r2, features, embeddings },
    rated: documents.filter(({ rated }) => rated).length,
    kept: documents.filter(({ kept }) => kept).length,
    histogram: binStarts.map((from, index) => ({ from, documents: counts[index]! })),
    documents: documents.map((document) => ({ ...document })),
  };
}
