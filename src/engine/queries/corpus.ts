import type { DocumentScore } from '../../core/filter/score-documents.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { Store } from '../storage/store.ts';

const noSamples = { pending: 0, accepted: 0, rejected: 0, gated: 0 };

/**
 * Every file of the corpus, with how far it is processed and what grew from it; files that could not be read too.
 * @param names those of files that had others before
 */
export function listFiles(
  corpus: CorpusState,
  store: Store,
  names: ReadonlyMap<string, readonly string[]>,
  extracted: ReadonlySet<string>,
  scored: readonly DocumentScore[],
): EngineResult<'corpus/files'> {
  const counts = store.countsByFile();
  const scores = Map.groupBy(scored, ({ file }) => file);
  const problems = Map.groupBy(corpus.problems, (problem) => problem.file);
  const files = [...new Set([...corpus.byFile.keys(), ...problems.keys()])].sort();
  return {
    files: files.map((file) => {
      const documents = corpus.byFile.get(file) ?? [];
      const passages = documents.flatMap((document) => document.passages);
      return {
        file,
        title: documents.length === 1 ? documents[0]!.title : file,
        documents: documents.length,
        passages: passages.length,
        extracted: passages.filter(({ hash }) => extracted.has(hash)).length,
        samples: names.has(file)
          ? store.samples({ file: names.get(file)! }, { offset: 0, limit: 0 }).counts
          : (counts.get(file) ?? noSamples),
        filter: filterOf(scores.get(file) ?? []),
        problems: [...(problems.get(file) ?? [])],
      };
    }),
  };
}

/** A file of several documents has the mean of their scores, and is left out when all of them are. */
function filterOf(documents: readonly DocumentScore[]): EngineResult<'corpus/files'>['files'][number]['filter'] {
  const scores = documents.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    leftOut: documents.length > 0 && documents.every(({ kept }) => !kept),
    byHand: documents.some(({ byHand }) => byHand),
  };
}
