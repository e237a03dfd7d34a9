import type { RunUsage } from '../core/samples/run-usage.ts';
import type { EngineResult } from '../protocol/engine.ts';
import type { BudgetOptions } from './command.ts';
import { describeUsage, duration } from './progress.ts';
import type { ListedRun } from '../protocol/results.ts';

/** `accepted 12`, or of several why not all: what was left out, or that it was called off. */
export function describeDecided(verb: string, { changed, asked, refused, cancelled }: EngineResult<'review/accept'>): string {
  const counts = cancelled
    ? `${changed.length.toLocaleString('en-US')} of ${asked.toLocaleString('en-US')} ${verb}; cancelled, loom review undo takes them back`
    : `${verb} ${changed.length}`;
  return [counts, ...refused.slice(0, 10).map(({ sample, reason }) => `left out: ${sample}: ${reason}`)].join('\n');
}

export function describeStatus(status: EngineResult<'status'>): string {
  const { samples } = status;
  return [
    `${status.project} (${status.folder})`,
    `corpus    ${status.documents} documents, ${status.passages} passages, ${status.extracted} extracted`,
    `graph     ${describeGraph(status)}`,
    `samples   ${samples.pending} to review, ${samples.accepted} accepted, ${samples.rejected} rejected, ${samples.gated} gated; ${status.runs} runs`,
    `dataset   ${status.dataset.rows} rows in ${status.dataset.shards} shards (${status.dataset.folder})`,
    `models    questions ${status.models.questions}, answers ${status.models.answers}${status.models.embeddings === null ? '' : `, embeddings ${status.models.embeddings}`}`,
    ...(status.noDocuments === null ? [] : [status.noDocuments]),
    ...describeNotRead(status),
    ...status.omitted.map(describeOmitted),
    ...status.problems.map(({ file, line, reason }) => `problem   ${file}${line === undefined ? '' : `:${line}`}: ${reason}`),
  ].join('\n');
}

/** Kinds of files not read that are told, each in a line. */
const maxNotRead = 12;

function describeNotRead({ notRead }: EngineResult<'status'>): string[] {
  const lines = notRead.slice(0, maxNotRead).map(({ what, count, examples }) => {
    const others = count > examples.length ? ', …' : '';
    return `not read  ${count.toLocaleString('en-US')} ${what}: ${examples.join(', ')}${others}`;
  });
  return notRead.length > maxNotRead ? [...lines, `not read  ${notRead.length - maxNotRead} more kinds; --json has them all`] : lines;
}

function describeOmitted({ what, count, files, examples }: EngineResult<'status'>['omitted'][number]): string {
  const places = examples
    .slice(0, 3)
    .map(({ file, line, of }) => `${file}${line === undefined ? '' : `:${line}`}${of === undefined ? '' : ` (as ${of})`}`);
  const more = files - places.length;
  const others = more === 0 ? '' : ` and ${more.toLocaleString('en-US')} more ${more === 1 ? 'file' : 'files'}`;
  return `passed    ${count.toLocaleString('en-US')} ${what}: ${places.join(', ')}${others}`;
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
    `${result.documents} documents, ${result.passages} passages, ${result.kept} extracted now: ${result.topics} topics, ${result.concepts} key concepts`,
    ...(result.planned === 0 && result.passages > 0
      ? ['nothing was left to extract; --again asks anew, after a change of template or settings']
      : []),
    ...result.failures.map(({ file, reason }) => `failed: ${file}: ${reason}`),
    ...spending(result),
    ...ending(result),
  ].join('\n');
}

/** Describes the result of a run of any kind: each counts things of its own. */
export function describeRun(result: EngineResult<'runs/resume'>): string {
  const { kind, generated, kept, gated, failed } = result;
  const counts: Readonly<Record<typeof kind, string>> = {
    extract: `${kept} passages extracted, ${failed} failed`,
    generate: `${generated} generated: ${kept} to review, ${gated} gated, ${failed} failed`,
    regenerate: `regenerated ${kept}, ${failed} failed`,
    judge: `${kept} judged, ${failed} failed`,
    rate: `${kept} rated, ${failed} failed`,
    personas: `${kept} personas written, ${failed} calls failed`,
    diversity: `${kept} rounds measured, ${failed} calls failed`,
    embed: `${kept} samples have an embedding, ${failed} failed`,
  };
  return [counts[kind], ...dropped(result), ...spending(result), ...ending(result)].join('\n');
}

export function describePersonas(result: EngineResult<'personas/generate'>): string {
  const { personas, file, failed } = result;
  return [
    ...personas,
    '',
    `${personas.length} personas added to ${file}${failed > 0 ? `, ${failed} calls failed` : ''}; edit them there`,
    ...dropped(result),
    ...spending(result),
    ...ending(result),
  ].join('\n');
}

export function describeRegenerated(result: EngineResult<'review/regenerate'>): string {
  const { changed, failures } = result;
  return [
    `regenerated ${changed.length}, ${failures.length} failed`,
    ...failures.map(({ sample, reason }) => `${sample}: ${reason}`),
    ...spending(result),
    ...ending(result),
  ].join('\n');
}

export function describeJudgeAgreement(result: EngineResult<'judge/agreement'>): string {
  const { models, accepted, rejected, meanAccepted, meanRejected, threshold, accuracy, auc, needed, gate } = result;
  const mean = (score: number | null) => (score === null ? '' : `, mean score ${score.toFixed(2)}`);
  const judges = models.map(({ model, samples }) => `${model} (${samples})`).join(', ');
  const counts = [`accepted  ${accepted}${mean(meanAccepted)}`, `rejected  ${rejected}${mean(meanRejected)}`];
  if (threshold === null || accuracy === null || auc === null)
    return [...counts, `too few to compare: it takes ${needed} of each that were judged and decided on`].join('\n');
  return [
    ...counts,
    `judged by ${judges}`,
    `a gate at ${threshold.toFixed(1)} agrees with ${(100 * accuracy).toFixed(0)}% of the decisions (gates.judge in .loom/project.yaml)`,
    `an accepted sample is scored above a rejected one ${(100 * auc).toFixed(0)}% of the time (50% is chance)`,
    gate === null ? 'the gate is off' : `the gate is at ${gate}`,
  ].join('\n');
}

export function describeEstimate(estimate: EngineResult<'generate/estimate'>): string {
  const { durationMs, calls } = estimate;
  const time = durationMs === null || calls === 0 ? '' : `, ${duration(durationMs)} at the pace of the latest runs`;
  return `about ${describeUsage(estimate)}${time}; nothing was sent`;
}

const dropped = ({ dropped: reasons, passedOver }: Pick<EngineResult<'runs/resume'>, 'dropped' | 'passedOver'>): string[] => [
  ...reasons.slice(0, 10).map(({ reason, count }) => `  ${count} × ${reason}`),
  ...passedOver.map(({ reason, count }) => `  ${count} passed over: ${reason}`),
];

const spending = (result: RunUsage): string[] => (result.calls + result.cached === 0 ? [] : [describeUsage(result)]);

const ending = ({
  cancelled,
  outcome,
  reason,
  notes = [],
}: Pick<EngineResult<'runs/resume'>, 'cancelled' | 'outcome' | 'reason' | 'notes'>): string[] => [
  ...notes,
  ...(cancelled ? [`${outcome}; loom runs resume goes on`] : reason === null ? [] : [outcome === 'done' ? reason : `stopped: ${reason}`]),
];

export function describeMethods({ methods }: EngineResult<'methods/list'>): string {
  const lines = methods.map(({ id, summary, needs, offline, samples }) => {
    const styles = samples === null || samples.styles.length === 0 ? [] : [`styles: ${samples.styles.join(', ')}`];
    const notes = [...(needs.length === 0 ? [] : [`needs: ${needs.join(', ')}`]), ...styles, ...(offline ? ['works offline'] : [])];
    return `${id.padEnd(10)} ${summary}\n${' '.repeat(11)}${notes.join('; ')}`;
  });
  return lines.join('\n');
}

type Filter = EngineResult<'documents/list'>;

export function describeRated(result: EngineResult<'rate'>, filter: Filter): string {
  const { kept, failed } = result;
  return [`${kept} rated, ${failed} failed`, ...dropped(result), ...spending(result), ...ending(result), ...describeScores(filter)].join(
    '\n',
  );
}

export function describeFilter(filter: Filter): string {
  const { enabled, threshold, rated, kept, documents, histogram } = filter;
  const most = histogram.reduce((highest, bin) => Math.max(highest, bin.documents), 1);
  const bars = histogram.map(({ from, documents: count }) => {
    const bar = '█'.repeat(Math.ceil((30 * count) / most));
    return `${from.toFixed(1).padStart(4)} ${from >= threshold ? '│' : '┆'}${bar} ${count === 0 ? '' : count}`.trimEnd();
  });
  return [
    ...describeScores(filter),
    ...(rated === 0 ? [] : bars),
    `filter ${enabled ? 'on' : 'off'}, threshold ${threshold}: ${kept} kept, ${documents.length - kept} left out`,
  ].join('\n');
}

/** Describes the scores, and what those that are predicted stand on. */
function describeScores({ rated, documents, r2, features, embeddings }: Filter): string[] {
  const basis = features === 'words' ? features : `embeddings of ${features}`;
  const quality =
    r2 === null
      ? 'too few ratings to predict the others'
      : r2 <= 0
        ? `the others not predicted: ${basis} tell no more of ratings than their mean does (R² ${r2.toFixed(2)})`
        : `the others predicted from ${basis}, R² ${r2.toFixed(2)} on held-out ratings`;
  const missing =
    embeddings === null || embeddings.missing === 0
      ? []
      : [
          `${embeddings.missing} have no embedding of ${embeddings.model} yet, and until all have one words count: loom rate embeds them (--count 0 rates none)`,
        ];
  return [`${rated} of ${documents.length} documents rated; ${quality}`, ...missing];
}

export function describeModels({ models }: EngineResult<'models/list'>): string {
  return models
    .map(
      ({ id, source, reachable, endpoint, context }) =>
        `${id}  (${source}${endpoint === null ? '' : `, ${endpoint}`}${context === undefined ? '' : `, context ${context}`}${reachable ? '' : ', does not answer'})`,
    )
    .join('\n');
}

/** That a command went on with a run, and what of it still holds. */
export function describeTakenUp(
  { run, outcome, budget }: ListedRun,
  { maxTokens, maxCost }: Pick<BudgetOptions, 'maxTokens' | 'maxCost'>,
): string {
  const held = [
    ...(budget.tokens === null || maxTokens !== undefined ? [] : [`${budget.tokens.toLocaleString('en-US')} tokens holds: --max-tokens`]),
    ...(budget.cost === null || maxCost !== undefined ? [] : [`$${budget.cost} holds: --max-cost`]),
  ];
  return [
    `went on with run ${run}, which had ended as ${outcome}; --new begins another`,
    ...held.map((each) => `its budget of ${each} N sets another, none lifts it`),
  ].join('\n');
}

export function describeRuns({ runs }: EngineResult<'runs/list'>): string {
  const lines = runs.map(({ run, outcome, kind, planned, kept, gated, failed, model, usage, reason, batch }) =>
    [
      `${run}  ${outcome.padEnd(11)}  ${kind} ${planned} with ${model}: ${kept} kept, ${gated} gated, ${failed} failed; ${describeUsage(usage)}`,
      ...(batch?.kind === 'openai' && batch.waitingSince !== null ? [`  waiting for its batch since ${batch.waitingSince}`] : []),
      ...(reason === null ? [] : [`  ${reason}`]),
    ].join('\n'),
  );
  return lines.length === 0 ? 'no runs yet' : lines.join('\n');
}

export function describeSets({ sets }: EngineResult<'sets/sample'>): string {
  return sets
    .map(({ topics, concepts, references }) => {
      const from = references.map((reference) => `  ${placeOf(reference)} Jaccard ${reference.jaccard.toFixed(2)}`);
      return [`${topics.join(' · ')} ▸ ${concepts.join(', ')}`, ...from].join('\n');
    })
    .join('\n');
}

export function describePrompt({ messages, tokens, set, sample }: EngineResult<'prompts/preview'>): string {
  const about = [...(sample === null ? [] : [`sample ${sample.id}: ${sample.label.replace(/\s+/g, ' ')}`]), ...set.references.map(placeOf)];
  return [...messages.map(({ role, content }) => `---- ${role}\n${content}`), '', `${tokens} tokens`, ...about].join('\n');
}

const placeOf = ({ file, start, end }: EngineResult<'sets/sample'>['sets'][number]['references'][number]): string =>
  `${file} [${start}, ${end})`;

export function describeSamples({ samples, total }: EngineResult<'samples/list'>): string {
  const lines = samples.map(({ id, status, label }) => `${id}  ${status.padEnd(8)}  ${label.replace(/\s+/g, ' ').slice(0, 100)}`);
  return [...lines, `${samples.length} of ${total}`].join('\n');
}
