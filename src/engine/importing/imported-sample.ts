/** The sample that a row of a set becomes, with what the row says of where it comes from. */
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { findQuote } from '../../core/corpus/find-quote.ts';
import { keptColumns } from '../../core/dataset/import/kept-columns.ts';
import { ownColumns, type OwnOrigin, ownOrigin } from '../../core/dataset/import/own-origin.ts';
import type { ForeignRow } from '../../core/dataset/import/row-format.ts';
import { shortHash } from '../../core/hash.ts';
import { importMethod } from '../../core/samples/imported.ts';
import type { Evidence, Fields, GeneratedSample, Reference } from '../../core/samples/sample.ts';
import type { Content } from '../../core/samples/shapes/index.ts';
import { versionId } from '../../core/samples/versions.ts';
import type { CorpusState } from '../corpus-state.ts';

export interface ImportedRow {
  readonly row: ForeignRow;
  readonly line: number;
  readonly content: Content;
  readonly used: readonly string[];
}

export interface SampleOfRow {
  readonly generated: GeneratedSample;
  /** Columns of which nothing is kept. */
  readonly left: readonly string[];
  /** References and quotations of files or texts that are not in this corpus. */
  readonly lost: number;
}

/** Id of the sample that the row of an import becomes: the same whenever it is read again. @param ordinal of the row, from 0 */
export const importedId = (importId: string, ordinal: number): string => shortHash(`${importId}/${ordinal}`);

export interface ImportSource {
  readonly importId: string;
  readonly file: string;
  /** True for rows of a dataset folder, which say more than their content. */
  readonly isOwn: boolean;
  readonly corpus: CorpusState | undefined;
}

export function importedSample(id: string, { row, line, content, used }: ImportedRow, source: ImportSource): SampleOfRow {
  const { importId, file, isOwn, corpus } = source;
  const own = isOwn ? ownOrigin(row) : undefined;
  const kept = keptColumns(row, new Set([...used, ...(own === undefined ? [] : ownColumns)]));
  const placed = own === undefined || corpus === undefined ? nothingPlaced : placedIn(corpus, own);
  const version = {
    parent: null,
    content,
    concepts: own?.question_concepts ?? [],
    evidence: placed.evidence,
    model: own?.model ?? null,
    answerModel: own?.answer_model ?? null,
    prompt: own?.prompt ?? null,
    answerPrompt: own?.answer_prompt ?? null,
    usage: null,
    fields: { ...kept.fields, ...ownFields(own), imported: `${file}:${line}` },
    instruction: own?.instruction ?? null,
  };
  return {
    generated: {
      id,
      method: importMethod,
      run: importId,
      job: id,
      set: {
        topics: own?.topics ?? [...kept.topics],
        concepts: own?.concepts ?? [...kept.concepts],
        seed: own?.seed ?? 0,
        epoch: 0,
        ordinal: 0,
      },
      references: placed.references,
      version: { ...version, id: versionId(id, null, content) },
    },
    left: kept.left,
    lost: own === undefined ? 0 : own.references.length + own.evidence.length - placed.references.length - placed.evidence.length,
  };
}

/** Facts of a row of our own: what its method told, and how it was made where it was made. */
function ownFields(own: OwnOrigin | undefined): Fields {
  if (own === undefined) return {};
  const { id, method, edited, fields } = own;
  return {
    ...fields,
    ...(id === null ? {} : { importedId: id }),
    ...(method === null ? {} : { importedMethod: method }),
    ...(edited ? { importedEdited: 'yes' } : {}),
  };
}

interface PlacedIn {
  readonly references: Reference[];
  readonly evidence: Evidence[];
}

const nothingPlaced: PlacedIn = { references: [], evidence: [] };

/** References whose passages this corpus has where they stood, and quotations that it has anywhere in their file. */
function placedIn(corpus: CorpusState, own: OwnOrigin): PlacedIn {
  return {
    references: own.references.flatMap(({ file, start, end, jaccard }) => {
      const passage = corpus.passagesOf(file).find(({ span }) => span.start === start && span.end === end);
      return passage === undefined ? [] : [{ file, start, end, passage: passage.id, jaccard }];
    }),
    evidence: own.evidence.flatMap(({ file, start, quote }) => {
      const places = corpus.passagesOf(file).flatMap((passage) => {
        const found = findQuote(passage, quote);
        return found === null ? [] : [toFileSpan(passage, found)];
      });
      const place = places.find((each) => each.start === start) ?? places[0];
      return place === undefined ? [] : [{ file, start: place.start, end: place.end, quote }];
    }),
  };
}
