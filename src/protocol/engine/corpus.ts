/** The project as a whole, its documents, and the filter over them. */
import * as z from 'zod';
import { encodingNames } from '../../core/corpus/encodings.ts';
import { clusterSettings } from '../../core/quality/cluster-agent/settings.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count, none, notRead, omission, omitted, problem, sampleCounts } from './common.ts';

const status = z.object({
  project: z.string(),
  folder: z.string(),
  documents: count,
  passages: count,
  /** Passages with an extraction, by whichever model. */
  extracted: count,
  topics: count,
  concepts: count,
  edges: z.object({ topicTopic: count, topicConcept: count, conceptConcept: count }),
  units: count,
  samples: sampleCounts,
  runs: count,
  /** `embeddings`: null where ratings of documents are predicted from words. */
  models: z.object({ questions: z.string(), answers: z.string(), judge: z.string(), embeddings: z.string().nullable() }),
  /** Sizes in which a model measures diversity where nothing else is said. */
  diversity: clusterSettings,
  dataset: z.object({ folder: z.string(), rows: count, shards: count }),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  problems: z.array(problem),
  /** What of the files was left out, cut or joined, by kind. */
  omitted: z.array(omitted),
  /** What of the folder is not read, by reason. */
  notRead: z.array(notRead),
  /** Why there is no document, in a sentence; null where there is one. */
  noDocuments: z.string().nullable(),
  /** Rises with every change; views that show an older one refetch. */
  revision: count,
});

const corpusFile = z.object({
  file: z.string(),
  title: z.string(),
  documents: count,
  passages: count,
  extracted: count,
  samples: sampleCounts,
  /** Result of the document filter for the file. */
  filter: z.object({ score: z.number().nullable(), leftOut: z.boolean(), byHand: z.boolean() }),
  problems: z.array(problem),
  omissions: z.array(omission),
  /** Encoding that it is read in; absent for UTF-8. */
  encoding: z.enum(encodingNames).exactOptional(),
});

export const corpusRequests = {
  status: { params: none, result: status, ...looks, readsCorpus: true, callers: ['panel', 'extension', 'cli'] },
  /**
   * Reads settings, curation and corpus again after files changed: of the corpus what lies at these paths alone, below the
   * project's folder and with forward slashes, where they are named; a folder's stands for all in it.
   */
  refresh: {
    params: parameters({ paths: z.array(z.string()).optional() }),
    result: z.object({ revision: count }),
    ...looks,
    callers: ['extension'],
  },
  /** All files, or what of them is different since a version that was answered before, and the files that are gone since. */
  'corpus/files': {
    params: parameters({ since: count.optional() }),
    result: z.object({
      version: count,
      /** All files: what was known before counts no more. The version asked for may be another engine's. */
      whole: z.boolean(),
      files: z.array(corpusFile),
      gone: z.array(z.string()),
    }),
    ...looks,
    readsCorpus: true,
    callers: ['extension', 'cli'],
  },
  /** The text of a corpus file, which offsets into it count: of a PDF and its like, the text that was extracted. */
  'corpus/text': {
    params: parameters({ file: z.string() }),
    result: z.object({ text: z.string() }),
    ...looks,
    readsCorpus: true,
    callers: ['extension'],
  },
  'documents/list': {
    params: none,
    result: z.object({
      /** True while the filter is on; and the score from which on documents are kept. */
      enabled: z.boolean(),
      threshold: z.number(),
      /** Share of the variance of held-out ratings that is predicted; null while too few documents are rated. */
      r2: z.number().nullable(),
      /** Features that scores are predicted from: an embedding model's id, or `words`, while any document has no vector of it. */
      features: z.string(),
      /** The embedding model chosen, and how many documents it has not embedded. */
      embeddings: z.object({ model: z.string(), missing: count }).nullable(),
      rated: count,
      kept: count,
      /** Scores in bins of half a point. */
      histogram: z.array(z.object({ from: z.number(), documents: count })),
      documents: z.array(
        z.object({
          file: z.string(),
          record: count,
          score: z.number().nullable(),
          rated: z.boolean(),
          kept: z.boolean(),
          byHand: z.boolean(),
        }),
      ),
    }),
    ...looks,
    readsCorpus: true,
    callers: ['extension', 'cli'],
  },
  /** Writes the filter into `.loom/project.yaml`, whose comments stay; `keep` and `drop` are files to decide on by hand, `clear` takes that back. */
  'documents/filter': {
    params: parameters({
      enabled: z.boolean().optional(),
      threshold: z.number().min(1).max(10).optional(),
      keep: z.array(z.string()).optional(),
      drop: z.array(z.string()).optional(),
      clear: z.array(z.string()).optional(),
    }),
    result: z.object({ revision: count }),
    ...writes,
    callers: ['extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
