import { extractConcepts } from '../../../src/offline/extract.ts';
import type { QuestionInput } from '../../../src/offline/questions.ts';
import { allPassages, corpora, statisticsOf } from './passages.ts';

const statistics = statisticsOf(allPassages);

/** What a field's passages and the concepts found in them give to make questions from. */
export function inputOf(field: string): QuestionInput {
  const found = corpora[field]!.flatMap((each) => extractConcepts(each, statistics).topics);
  return {
    topics: [...new Set(found.map(({ name }) => name))],
    concepts: [...new Set(found.flatMap(({ concepts }) => concepts))],
    references: corpora[field]!.map(({ text }) => ({ text })),
  };
}
