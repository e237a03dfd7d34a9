/** The review state machine: a sample is the fold of its events. */
import type { JournalEvent } from './events.ts';
import type { GateVerdict, GeneratedSample, HistoryEntry, Sample, SampleStatus, SampleVersion } from './sample.ts';
import { makesVersion, Versions } from './versions.ts';

type Decision = Extract<
  JournalEvent,
  { type: 'sample.regenerated' | 'sample.edited' | 'sample.accepted' | 'sample.rejected' | 'sample.restored' }
>;

/** True for what a reviewer did to a sample: the events that undo takes back. */
export function isDecision(event: JournalEvent): event is Decision {
  switch (event.type) {
    case 'sample.regenerated':
    case 'sample.edited':
    case 'sample.accepted':
    case 'sample.rejected':
    case 'sample.restored':
      return true;
    default:
      return false;
  }
}

/** State that the events still standing amount to. */
interface Standing {
  readonly status: SampleStatus;
  readonly reason: string | null;
  readonly gate: GateVerdict | null;
  readonly reviewer: string | null;
  readonly current: SampleVersion;
}

/**
 * Folds the events of one sample, sorted by id, into its state; `undefined` while the event that made it is missing
 * (it may stand in a journal that has not arrived yet).
 *
 * Scores belong to the version they were given to, wherever among the events they stand; they are no decision.
 * Decisions of an undone action do not count, but stay in `versions` and `history`. So does what the same job gave again on
 * another branch: the sample begins with the first. `action.undone` and `action.redone` events may be among the events for
 * the sake of the history; those that aim at another sample's actions are passed over.
 */
export function foldSample(events: readonly JournalEvent[], isUndone: (action: string) => boolean): Sample | undefined {
  const first = events.find((event) => event.type === 'sample.generated');
  if (first === undefined) return undefined;
  const { generated, gate } = first;
  const versions = new Versions(events);
  const begun = versions.add(first, undefined);
  let standing: Standing = { status: gate ? 'gated' : 'pending', reason: null, gate, reviewer: null, current: begun };
  for (const event of events) {
    const { current } = standing;
    const version = event !== first && makesVersion(event) ? versions.add(event, current) : current;
    if (!isDecision(event) || isUndone(event.action)) continue;
    // What is restored is meant to take a newer text's place.
    if (event.type === 'sample.restored') standing = decide(standing, event, versions.find(event.version, event.by) ?? current);
    else standing = decide(standing, event, versions.isBehind(version, current) ? current : version);
  }
  const judged = versions.scored(events);
  const scored = { versions: versions.all.map(judged), ...standing, current: judged(standing.current) };
  return { ...origin(generated), ...scored, createdAt: first.at, ...chronicle(events) };
}

/** The sample as it stood when an event happened, whatever came later: decisions, undo and redo up to it count, and it itself. */
export function foldSampleAsOf(events: readonly JournalEvent[], until: string): Sample | undefined {
  const past = events.filter(({ id }) => id <= until);
  const undone = new Map<string, boolean>();
  for (const event of past) {
    if (event.type === 'action.undone' || event.type === 'action.redone') undone.set(event.target, event.type === 'action.undone');
  }
  return foldSample(past, (action) => undone.get(action) ?? false);
}

function origin({ id, method, run, job, set, references }: Omit<GeneratedSample, 'version'>): Omit<GeneratedSample, 'version'> {
  return { id, method, run, job, set, references };
}

/** The gate judged one content: its verdict goes when the content does, and stays when a reviewer lets the sample in. */
function decide(state: Standing, event: Decision, current: SampleVersion): Standing {
  switch (event.type) {
    case 'sample.accepted':
      return { ...state, status: 'accepted', reason: null, reviewer: event.by };
    case 'sample.rejected':
      return { ...state, status: 'rejected', reason: event.reason, reviewer: event.by };
    case 'sample.edited':
      return { ...state, status: state.status === 'gated' ? 'pending' : state.status, gate: null, current };
    case 'sample.regenerated':
      return { status: 'pending', reason: null, gate: null, reviewer: null, current };
    case 'sample.restored':
      return { status: event.status, reason: event.reason, gate: event.gate, reviewer: event.reviewer, current };
  }
}

function chronicle(events: readonly JournalEvent[]): Pick<Sample, 'changedAt' | 'history'> {
  const history: HistoryEntry[] = [];
  const whatActionsDid = new Map<string, string>();
  let changedAt = '';
  for (const event of events) {
    const step = stepOf(event, whatActionsDid);
    if (!step) continue;
    if (isDecision(event)) whatActionsDid.set(event.action, step.what);
    history.push({ event: event.id, at: event.at, by: event.by, ...step });
    changedAt = event.at;
  }
  return { changedAt, history };
}

function stepOf(event: JournalEvent, whatActionsDid: ReadonlyMap<string, string>): Pick<HistoryEntry, 'what' | 'note'> | undefined {
  switch (event.type) {
    case 'sample.generated':
      return event.gate ? { what: 'gated', note: event.gate.reason } : { what: 'generated', note: null };
    case 'sample.regenerated':
      return { what: 'regenerated', note: event.version.instruction };
    case 'sample.edited':
      return { what: 'edited', note: null };
    case 'sample.accepted':
      return { what: 'accepted', note: null };
    case 'sample.rejected':
      return { what: 'rejected', note: event.reason };
    case 'sample.restored':
      return { what: 'restored', note: event.reason };
    case 'action.undone':
    case 'action.redone': {
      const note = whatActionsDid.get(event.target);
      return note === undefined ? undefined : { what: event.type === 'action.undone' ? 'undone' : 'redone', note };
    }
    default:
      return undefined;
  }
}
