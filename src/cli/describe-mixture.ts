import { generatorEvidence, percent, trustTitles } from '../core/planning/mixture/evidence.ts';
import { noUsage } from '../core/samples/run-usage.ts';
import type { EngineResult } from '../protocol/engine.ts';
import type { MixturePlan, PlannedKind } from '../protocol/results.ts';
import { describeEstimate } from './describe.ts';
import { describeUsage } from './progress.ts';

/** A planned mixture: what there is, what is repeated, what is to be made, and where it leaves what is known. */
export function describeMixture(plan: MixturePlan): string {
  const { budget, isBudgetGiven, tokenizer, kinds, runs, expected, whole, warnings, notes, parts } = plan;
  const shown = kinds.filter(({ share, there, suggested }) => share > 0 || there > 0 || suggested > 0);
  const absent = kinds.filter((kind) => !shown.includes(kind)).map(({ kind }) => kind);
  return [
    `a mixture of ${number(budget)} tokens (${tokenizer})${isBudgetGiven ? '' : kinds[0]!.tokens > 0 ? ': natural text once, unless --budget says another number' : ': what is there once, unless --budget says another number'}`,
    ...shown.flatMap(kindLines),
    ...(absent.length > 0 ? [`without: ${absent.join(', ')}`] : []),
    ...(runs.length > 0 ? ['to make:', ...runs.flatMap(runLines)] : ['nothing is to be made']),
    ...(runs.some(({ estimate }) => estimate !== null)
      ? [
          `these runs: about ${describeUsage({ ...noUsage, ...expected })}; nothing was sent`,
          ...(runs.some(({ later }) => later > 0) ? [`with all further runs: about ${describeUsage({ ...noUsage, ...whole })}`] : []),
          `note: ${generatorEvidence}`,
        ]
      : []),
    ...(parts.every(({ probability }) => probability !== null) && parts.length > 0
      ? [`interleave_datasets: ${parts.map(({ name, probability }) => `${name} ${String(probability)}`).join(', ')}`]
      : []),
    `blend by tokens: ${parts.map(({ name, weight }) => `${weight} ${name}`).join(' ')}`,
    ...warnings.map((text) => `warning: ${text}`),
    ...notes.map((text) => `note: ${text}`),
  ].join('\n');
}

function kindLines(kind: PlannedKind): string[] {
  const { share, suggested, evidence, tokens, there, sources, warnings, waiting } = kind;
  const best = evidence.best === null ? '' : `, best ${range(evidence.best)}`;
  const asked = share === suggested ? '' : `, suggested ${percent(suggested)}`;
  return [
    `${kind.kind}: ${percent(share)} (${number(tokens)} tokens${asked}${best}); ${number(there)} are there${waiting > 0 ? `, ${waiting} samples wait for review` : ''}`,
    ...sources.map(
      ({ name, tokens: unique, rows, epochs, allowed }) =>
        `  ${name}: ${number(unique)} tokens${rows === null ? '' : ` in ${number(rows)} rows`}, ${Number(epochs.toFixed(2))} of at most ${allowed} passes`,
    ),
    ...makeLines(kind),
    ...(share > 0 || there > 0 ? [`  evidence (${trustTitles[evidence.trust]}): ${evidence.text}`] : []),
    ...warnings.map((text) => `  warning: ${text}`),
  ];
}

const lengths = { accepted: 'as those accepted', pending: 'as those made', usual: 'assumed' } as const;

function makeLines({ make, tokensPerSample, lengthFrom, acceptance }: PlannedKind): string[] {
  if (make === null) return [];
  const rate = acceptance === null ? '' : `, ${percent(100 * acceptance)} of them accepted as before`;
  const waiting = make.fromWaiting > 0 ? `; ${make.fromWaiting} of those that wait for review are counted on` : '';
  return [
    `  lacking: ${number(make.tokens)} tokens: ${number(make.samples)} to make, ${number(tokensPerSample)} tokens each (${lengths[lengthFrom]}${rate})${waiting}`,
  ];
}

const range = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  from === to ? percent(from) : `${from} to ${percent(to)}`;

function runLines({ command, later, estimate, problem }: MixturePlan['runs'][number]): string[] {
  return [
    `  ${command}`,
    estimate === null ? `    cannot be started: ${problem ?? ''}` : `    ${describeEstimate(estimate)}`,
    ...(later > 0 ? [`    ${number(later)} more in further runs, planned anew after this one`] : []),
  ];
}

/** What was written of a mixture. */
export function describeWrittenMixture({ folder, files, lacking, leftOut, notes, parts }: EngineResult<'mixture/write'>): string {
  return [
    `${parts.length} parts in ${files.length} files in ${folder}`,
    ...lacking.map(({ kind, tokens }) => `lacking: ${number(tokens)} tokens of ${kind}`),
    ...leftOut.map(({ reason, count }) => `${count} left out: ${reason}`),
    ...notes.map((text) => `note: ${text}`),
  ].join('\n');
}

const number = (value: number): string => Math.round(value).toLocaleString('en');
