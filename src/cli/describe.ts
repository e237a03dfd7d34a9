import type { EngineResult } from '../protocol/engine.ts';

export function describeStatus(status: EngineResult<'status'>): string {
  const { samples } = status;
  return [
    `${status.project} (${status.folder})`,
    `corpus    ${status.documents} documents, ${status.passages} passages, ${status.extracted} extracted`,
    `graph     ${describeGraph(status)}`,
    `samples   ${samples.pending} to review, ${samples.accepted} accepted, ${samples.rejected} rejected, ${samples.gated} gated; ${status.runs} runs`,
    `dataset   ${status.dataset.rows} rows in ${status.dataset.shards} shards (${status.dataset.folder})`,
    `models    questions ${status.models.questions}, answers ${status.models.answers}`,
    ...status.problems.map(({ file, line, reason }) => `problem   ${file}${line === undefined ? '' : `:${line}`}: ${reason}`),
  ].join('\n');
}

export function describeGraph({
  topics,
  concepts,
  edges,
  units,
}: Pick<EngineResult<'status'>, 'topics' | 'concepts' | 'edges' | 'units'>): string {
  return (
    `${topics} topics and ${concepts} key concepts in ${units} units; ` +
    `edges: ${edges.topicTopic} topic–topic, ${edges.topicConcept} topic–concept, ${edges.conceptConcept} concept–concept`
  );
}

export function describeExtract(result: EngineResult<'extract'>): string {
  return [
    `${result.documents} documents, ${result.passages} passages, ${result.extracted} extracted now: ${result.topics} topics, ${result.concepts} key concepts`,
    ...result.failed.map(({ file, reason }) => `failed: ${file}: ${reason}`),
  ].join('\n');
}

export function describeGenerate({ generated, kept, gated, failed, stopped, cancelled }: EngineResult<'generate'>): string {
  const end = cancelled ? '; cancelled' : stopped === null ? '' : `; stopped: ${stopped}`;
  return `${generated} generated: ${kept} to review, ${gated} gated, ${failed} failed${end}`;
}

export function describeSets({ sets }: EngineResult<'sets/sample'>): string {
  return sets
    .map(({ topics, concepts, references }) => {
      const from = references.map(({ file, start, end, jaccard }) => `  ${file} [${start}, ${end}) Jaccard ${jaccard.toFixed(2)}`);
      return [`${topics.join(' · ')} ▸ ${concepts.join(', ')}`, ...from].join('\n');
    })
    .join('\n');
}

export function describeSamples({ samples, total }: EngineResult<'samples/list'>): string {
  const lines = samples.map(({ id, status, question }) => `${id}  ${status.padEnd(8)}  ${question.replace(/\s+/g, ' ').slice(0, 100)}`);
  return [...lines, `${samples.length} of ${total}`].join('\n');
}
