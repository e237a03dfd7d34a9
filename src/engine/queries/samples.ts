import { placeName } from '../../core/corpus/extract/extracted.ts';
import type { ConceptKind } from '../../core/concepts/concept.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { findQuote } from '../../core/corpus/find-quote.ts';
import type { Passage, Span } from '../../core/corpus/passage.ts';
import { positionAt } from '../../core/corpus/positions.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import type { Evidence, Reference, Sample } from '../../core/samples/sample.ts';
import { methodOf } from '../../core/methods/index.ts';
import { importMethod, importTitle } from '../../core/samples/imported.ts';
import { isAnswered, labelOf } from '../../core/samples/shapes/index.ts';
import { isEditedByHand } from '../../core/samples/versions.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { readSource } from '../corpus/read-source.ts';
import { UsageError } from '../errors.ts';
import { type CorpusState, passageNow } from '../corpus-state.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Page, StoreFilter, Store } from '../storage/store.ts';

const excerptLength = 240;

export function listSamples(store: Store, filter: StoreFilter, page: Page): EngineResult<'samples/list'> {
  const { total, counts, samples } = store.samples(filter, page);
  return { total, counts, samples: samples.map(summaryOf) };
}

export function summaryOf(sample: Sample): EngineResult<'samples/list'>['samples'][number] {
  return {
    id: sample.id,
    status: sample.status,
    method: sample.method,
    methodTitle: methodTitle(sample.method),
    shape: sample.current.content.shape,
    label: labelOf(sample.current.content),
    files: [...new Set(sample.references.map(({ file }) => file))],
    edited: isEditedByHand(sample.current),
    note: sample.status === 'gated' ? (sample.gate?.reason ?? null) : sample.reason,
    judge: judgedScore(sample.current),
  };
}

/** Of a method that a later version made it with, the id. */
export const methodTitle = (method: string): string => (method === importMethod ? importTitle : (methodOf(method)?.title ?? method));

/** The sample, or a clear error. */
export function requireSample(store: Store, id: string): Sample {
  const sample = store.sample(id);
  if (sample === undefined) throw new UsageError(`there is no sample ${id}`);
  return sample;
}

/** One sample whole, its references and evidence placed in the files as they are now. */
export async function getSample(
  folder: string,
  store: Store,
  corpus: CorpusState,
  { graph, idOf }: GraphState,
  id: string,
): Promise<EngineResult<'samples/get'>> {
  const sample = requireSample(store, id);
  const named = (kind: ConceptKind) => (label: string) => {
    const concept = idOf(kind, label);
    return { id: concept, kind, label, inGraph: graph.index.has(concept) };
  };
  const references = sample.references.map((reference) => ({ reference, passage: passageNow(corpus, reference.passage) }));
  const quoted = sample.current.evidence.map((evidence) => ({ evidence, place: placeNow(corpus, sample.references, evidence) }));
  const texts = await currentTexts(folder, corpus, [...references.map(({ passage }) => passage), ...quoted.map(({ place }) => place)]);
  const line = (file: string, { start }: Span) => positionAt(texts.get(file) ?? '', start).line + 1;
  const placed = (file: string, { start, end }: Span): { place?: string } => {
    const places = corpus.files.get(file)?.places ?? null;
    return places === null ? {} : { place: placeName(places, start, end) };
  };
  const { current, versions } = sample;
  return {
    id,
    status: sample.status,
    method: sample.method,
    methodTitle: methodTitle(sample.method),
    run: sample.run,
    reason: sample.reason,
    gate: sample.gate,
    twin: twinOf(store, sample),
    needsAnswer: needsAnswer(store, sample),
    reviewer: sample.reviewer,
    createdAt: sample.createdAt,
    changedAt: sample.changedAt,
    set: sample.set,
    concepts: [...sample.set.topics.map(named('topic')), ...sample.set.concepts.map(named('concept'))],
    current,
    previous: versions.find((version) => version.id === current.parent) ?? null,
    references: references.map(({ reference, passage }) => {
      if (passage === undefined) return { ...reference, line: null, excerpt: null };
      const { file, span } = passage;
      return { ...reference, file, ...span, line: line(file, span), ...placed(file, span), excerpt: shortened(passage.text) };
    }),
    evidence: quoted.map(({ evidence, place }) => {
      if (place === null) return { ...evidence, line: null, excerpt: null };
      return { ...evidence, ...place, line: line(place.file, place), ...placed(place.file, place), excerpt: shortened(evidence.quote) };
    }),
    history: [...sample.history],
  };
}

/** Tells whether a gate held a sample back before it got the answer that its run asks for. */
export const needsAnswer = (store: Store, { gate, current, run }: Sample): boolean =>
  gate !== null && !isAnswered(current.content) && store.run(run)?.options.answers !== 0;

function twinOf(store: Store, { gate }: Sample): EngineResult<'samples/get'>['twin'] {
  const twin = gate?.twin === undefined ? undefined : store.sample(gate.twin.sample);
  if (gate?.twin === undefined || twin === undefined) return null;
  return { id: twin.id, status: twin.status, similarity: gate.twin.similarity, content: twin.current.content };
}

/** Finds where a quotation stands now: in its file, or in the one where the passage that it was taken from is. */
function placeNow(corpus: CorpusState, references: readonly Reference[], evidence: Evidence): (Span & { readonly file: string }) | null {
  const own = references.filter(({ file }) => file === evidence.file).flatMap(({ passage }) => passageNow(corpus, passage)?.file ?? []);
  for (const file of new Set([evidence.file, ...own])) {
    const span = currentSpan(corpus, references, { ...evidence, file });
    if (span !== null) return { file, ...span };
  }
  return null;
}

/** Finds a quotation in one file: where it stood while its passage is as it was, else wherever the file still has it. */
function currentSpan(corpus: CorpusState, references: readonly Reference[], { file, start, end, quote }: Evidence): Span | null {
  const unchanged = references.some(({ passage }) => {
    const now = passageNow(corpus, passage);
    return now?.file === file && now.span.start <= start && end <= now.span.end;
  });
  const passages: readonly Passage[] = corpus.passagesOf(file);
  const places = passages.flatMap((passage) => {
    const found = findQuote(passage, quote);
    return found === null ? [] : [toFileSpan(passage, found)];
  });
  const same = places.find((place) => place.start === start && place.end === end);
  return same ?? places[0] ?? (unchanged ? { start, end } : null);
}

async function currentTexts(
  folder: string,
  corpus: CorpusState,
  places: readonly ({ readonly file: string } | undefined | null)[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of new Set(places.flatMap((place) => place?.file ?? []))) {
    const source = await readSource(folder, file, corpus.files.get(file)?.encoding);
    if ('text' in source) texts.set(file, source.text);
  }
  return texts;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}
