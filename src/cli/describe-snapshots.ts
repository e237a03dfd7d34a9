import type { EngineResult } from '../protocol/engine.ts';
import type { SampleTotals } from '../protocol/results.ts';

type ShownComparison = EngineResult<'snapshots/compare'>;
type ShownChange = ShownComparison['changes'][number];
type ChangeSide = NonNullable<ShownChange['before']>;

const numbered = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
const totals = ({ accepted, pending, rejected, gated }: SampleTotals): string =>
  `${accepted} accepted, ${pending} pending, ${rejected} rejected, ${gated} gated`;
/** Date and minutes of a time, in UTC as the journal has it. */
const minutes = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)}Z`;

export function describeTaken({ snapshot }: EngineResult<'snapshots/take'>): string {
  return `“${snapshot.name}” (${snapshot.id}): ${totals(snapshot.samples)}`;
}

export function describeSnapshots({ snapshots }: EngineResult<'snapshots/list'>): string {
  if (snapshots.length === 0) return 'no snapshots yet: loom snapshot NAME takes one';
  return snapshots
    .flatMap(({ id, name, note, at, by, samples }) => [
      `${id}  ${minutes(at)}  ${name}  (by ${by}: ${totals(samples)})`,
      ...(note === null ? [] : [`  ${note}`]),
    ])
    .join('\n');
}

const words = { added: 'added', removed: 'removed', edited: 'edited', redecided: 're-decided', rejudged: 're-judged' } as const;
const kinds = ['added', 'removed', 'edited', 'redecided', 'rejudged'] as const;

/** @param offset number of samples that were passed over */
export function describeDifference(result: ShownComparison, offset: number): string {
  const { from, to, counts, differing, total, changes } = result;
  const head = `${from} → ${to}: `;
  if (differing === 0) return `${head}no differences`;
  const numbers = kinds.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${words[kind]}`);
  const first = `${head}${numbered(differing, 'sample differs', 'samples differ')} (${numbers.join(', ')})`;
  const shown = changes.length < total ? [`shown are ${changes.length} of ${total} from ${offset + 1} on: --offset and --limit`] : [];
  return [first, ...changes.flatMap((change) => ['', ...linesOf(change)]), ...(shown.length > 0 ? ['', ...shown] : [])].join('\n');
}

function linesOf({ sample, kinds: ways, label, before, after, parts }: ShownChange): string[] {
  return [
    `${sample}  ${ways.map((kind) => words[kind]).join(', ')}: ${label.replace(/\s+/g, ' ').slice(0, 100)}`,
    ...decisionLines(ways, before, after),
    ...parts.flatMap(({ label: part, before: was, after: is }) => [`  ${part}:`, ...marked('-', was), ...marked('+', is)]),
  ];
}

function decisionLines(ways: ShownChange['kinds'], before: ChangeSide | null, after: ChangeSide | null): string[] {
  const said = ({ status, reason }: ChangeSide): string => (reason === null ? status : `${status} (${reason.replace(/\s+/g, ' ')})`);
  const decided = { by: after?.by ?? null, at: after?.at ?? null };
  const by = decided.by === null || decided.at === null ? '' : ` by ${decided.by}, ${minutes(decided.at)}`;
  if (before === null || after === null) return [`  ${said((after ?? before)!)}`];
  const score = (judge: number | null): string => (judge === null ? 'none' : judge.toFixed(1));
  return [
    ...(ways.includes('redecided') ? [`  ${said(before)} → ${said(after)}${by}`] : []),
    ...(ways.includes('rejudged') ? [`  judge ${score(before.judge)} → ${score(after.judge)}`] : []),
  ];
}

const marked = (mark: '-' | '+', text: string | null): string[] =>
  text === null || text === '' ? [] : text.split('\n').map((line) => `    ${mark} ${line}`);

export function describeRestored({
  name,
  changed,
  asked,
  refused,
  cancelled,
  before,
  madeSince,
}: EngineResult<'snapshots/restore'>): string {
  if (before === null) return `nothing to restore: all samples are as in “${name}”`;
  const since = madeSince === 0 ? '' : `, ${madeSince} of them made since and pending again`;
  return [
    `restored “${name}”: ${numbered(changed.length, 'sample')} changed${since}`,
    ...refused.map(({ sample, reason }) => `  ${sample} stays as it is: ${reason}`),
    ...(cancelled ? [`stopped after ${changed.length} of ${asked}: loom restore "${name}" does the rest`] : []),
    `loom review undo takes it back; the state before is the snapshot “${before.name}”`,
  ].join('\n');
}
