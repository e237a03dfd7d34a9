import type { ConceptKind } from '../../core/concepts/concept.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { findQuote } from '../../core/corpus/find-quote.ts';
import type { Passage, Span } from '../../core/corpus/passage.ts';
import { positionAt } from '../../core/corpus/positions.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import type { Evidence, Reference, Sample } from '../../core/samples/sample.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { readSource } from '../corpus/read-source.ts';
import { UsageError } from '../errors.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Store } from '../storage/store.ts';

const excerptLength = 240;

export function listSamples(store: Store, { filter, ...page }: EngineArguments<'samples/list'>): EngineResult<'samples/list'> {
  const { total, counts, samples } = store.samples(filter, page);
  return { total, counts, samples: samples.map(summary) };
}

function summary(sample: Sample): EngineResult<'samples/list'>['samples'][number] {
  return {
    id: sample.id,
    status: sample.status,
    method: sample.method,
    question: sample.current.content.question,
    files: [...new Set(sample.references.map(({ file }) => file))],
    edited: sample.current.model === null,
    note: sample.status === 'gated' ? (sample.gate?.reason ?? null) : sample.reason,
    judge: judgedScore(sample.current),
  };
}

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
  const texts = await currentTexts(folder, [...sample.references, ...sample.current.evidence]);
  const line = (file: string, { start }: Span) => positionAt(texts.get(file) ?? '', start).line + 1;
  const { current, versions } = sample;
  return {
    id,
    status: sample.status,
    method: sample.method,
    run: sample.run,
    reason: sample.reason,
    gate: sample.gate,
    reviewer: sample.reviewer,
    createdAt: sample.createdAt,
    changedAt: sample.changedAt,
    set: sample.set,
    concepts: [...sample.set.topics.map(named('topic')), ...sample.set.concepts.map(named('concept'))],
    current,
    previous: versions.find((version) => version.id === current.parent) ?? null,
    references: sample.references.map((reference) => {
      const passage = corpus.byId.get(reference.passage);
      if (passage === undefined) return { ...reference, line: null, excerpt: null };
      return { ...reference, ...passage.span, line: line(reference.file, passage.span), excerpt: shortened(passage.text) };
    }),
    evidence: current.evidence.map((evidence) => {
      const span = currentSpan(corpus, sample.references, evidence);
      if (span === null) return { ...evidence, line: null, excerpt: null };
      return { ...evidence, ...span, line: line(evidence.file, span), excerpt: shortened(evidence.quote) };
    }),
    history: [...sample.history],
  };
}

/** Where a quotation stands now: where it stood while its passage is as it was, else wherever the file still has it. */
function currentSpan(corpus: CorpusState, references: readonly Reference[], { file, start, end, quote }: Evidence): Span | null {
  const unchanged = references.some(({ passage }) => {
    const span = corpus.byId.get(passage)?.span;
    return corpus.byId.get(passage)?.file === file && span !== undefined && span.start <= start && end <= span.end;
  });
  const passages: readonly Passage[] = (corpus.byFile.get(file) ?? []).flatMap((document) => document.passages);
  const places = passages.flatMap((passage) => {
    const found = findQuote(passage, quote);
    return found === null ? [] : [toFileSpan(passage, found)];
  });
  const same = places.find((place) => place.start === start && place.end === end);
  return same ?? places[0] ?? (unchanged ? { start, end } : null);
}

async function currentTexts(folder: string, places: readonly { file: string }[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of new Set(places.map((place) => place.file))) {
    const source = await readSource(folder, file);
    if ('text' in source) texts.set(file, source.text);
  }
  return texts;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength - 1)}…` : line;
}
