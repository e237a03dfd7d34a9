/** Named states of the project: taken, listed, compared with each other and with the present one, and brought back. */
import { randomUUID } from 'node:crypto';
import { judgedScore } from '../../core/quality/judgement.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { labelOf, partsOf } from '../../core/samples/shapes/index.ts';
import { type ChangedSample, type ChangeKind, compareStates, countChanges, type SampleState } from '../../core/samples/states/compare.ts';
import { restoring } from '../../core/samples/states/restore.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { presentState } from '../../protocol/engine/snapshots.ts';
import { UsageError } from '../errors.ts';
import { inTurns, pauses } from '../slices.ts';
import type { ReportProgress } from '../runs/run.ts';
import type { PastReading, PastSampleStates, SampleStates, Store, StoredSnapshot } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import type { Reviewer } from './review.ts';
import { methodTitle, requireSample } from './samples.ts';
import { freeProgress } from '../free-progress.ts';

type SnapshotRow = EngineResult<'snapshots/list'>['snapshots'][number];
type SampleChange = EngineResult<'snapshots/compare'>['changes'][number];
type Restored = Omit<EngineResult<'snapshots/restore'>, 'revision'>;

const maxNameLength = 100;
/** Bytes of the journal that take a second or two to read. */
const toldFrom = 4 * 1024 * 1024;
const statesAtATime = 1000;
/** A comparison under way gives way to others; the last ones are kept while nothing changes, so that pages follow each other. */
const keptComparisons = 2;

export class Snapshots {
  readonly #workspace: Workspace;
  readonly #reviewer: Reviewer;
  readonly #compared = new Map<string, readonly ChangedSample[]>();

  readonly #report: ReportProgress;

  constructor(workspace: Workspace, reviewer: Reviewer, report: ReportProgress) {
    this.#report = report;
    this.#workspace = workspace;
    this.#reviewer = reviewer;
  }

  list(): { snapshots: SnapshotRow[] } {
    return { snapshots: this.#workspace.store.snapshots().map(listed) };
  }

  /** @throws UsageError for a name that is no name, or is another snapshot's */
  async take({ name, note = '' }: EngineArguments<'snapshots/take'>): Promise<SnapshotRow> {
    const wanted = name.trim();
    this.#requireFree(wanted);
    await this.#reviewer.settled();
    // Others may have taken one of this name meanwhile.
    this.#requireFree(wanted);
    return this.#taken(wanted, note.trim() === '' ? null : note.trim());
  }

  #taken(name: string, note: string | null): SnapshotRow {
    const { store } = this.#workspace;
    const snapshot = `s-${randomUUID().slice(0, 13)}`;
    store.append([{ type: 'snapshot.taken', snapshot, name, note, files: store.reach(), samples: store.counts }]);
    return listed(this.#require(snapshot));
  }

  #requireFree(name: string): void {
    if (name === '') throw new UsageError('a snapshot needs a name');
    if (name.length > maxNameLength)
      throw new UsageError(`a snapshot's name has at most ${maxNameLength} characters; this one has ${name.length}`);
    if (/\p{Cc}/u.test(name)) throw new UsageError('a snapshot’s name is one line of text, without tabs and other control characters');
    if (name === presentState) throw new UsageError(`“${presentState}” is what the present state is called; choose another name`);
    const known = this.#workspace.store.snapshots().find((each) => each.name === name || each.id === name);
    if (known !== undefined)
      throw new UsageError(
        `there is a snapshot “${name}” already, taken ${known.at.slice(0, 10)} by ${known.by}; choose another name, or drop that one`,
      );
  }

  drop({ snapshot }: EngineArguments<'snapshots/drop'>): { name: string } {
    const { id, name } = this.#require(snapshot);
    this.#workspace.store.append([{ type: 'snapshot.dropped', snapshot: id }]);
    return { name };
  }

  /** @throws UsageError where none has that name or id, or two have, which a merge can bring about */
  #require(named: string): StoredSnapshot {
    const all = this.#workspace.store.snapshots();
    const [one, another] = all.filter(({ name }) => name === named);
    if (one !== undefined && another !== undefined)
      throw new UsageError(
        `two snapshots are called “${named}”: ${one.id} of ${one.at} and ${another.id} of ${another.at}; name one by its id`,
      );
    const found = one ?? all.find(({ id }) => id === named);
    if (found !== undefined) return found;
    const names = all.slice(0, 10).map(({ name }) => `“${name}”`);
    const known = names.length === 0 ? 'none was taken yet' : `there are ${names.join(', ')}${all.length > names.length ? ' …' : ''}`;
    throw new UsageError(`there is no snapshot “${named}”: ${known}`);
  }

  async compare(
    { from, to, kinds, offset, limit }: EngineArguments<'snapshots/compare'>,
    signal: AbortSignal,
  ): Promise<EngineResult<'snapshots/compare'>> {
    await this.#reviewer.settled();
    return this.#in(from, signal, (before) =>
      this.#in(to, signal, async (after) => {
        const key = JSON.stringify([before.key, after.key]);
        const all = this.#compared.get(key) ?? (await compareAll(before.states, after.states, signal));
        // What was decided while the present state was gone through may be half in it.
        if (![from, to].includes(presentState) || key.includes(presentKey(this.#workspace))) this.#keep(key, all);
        const chosen = kinds === undefined ? all : all.filter((each) => each.kinds.some((kind) => kinds.includes(kind)));
        const changes = chosen.slice(offset, offset + limit).flatMap((each) => {
          return changeOf(each, before.states.sample(each.sample), after.states.sample(each.sample)) ?? [];
        });
        return { from: before.name, to: after.name, counts: countChanges(all), differing: all.length, total: chosen.length, changes };
      }),
    );
  }

  #keep(key: string, all: readonly ChangedSample[]): void {
    this.#compared.delete(key);
    this.#compared.set(key, all);
    for (const each of this.#compared.keys()) if (this.#compared.size > keptComparisons) this.#compared.delete(each);
  }

  /** Opens the state of a snapshot, by its name or id, for the time of `work`. @throws UsageError where there is none */
  within<T>(snapshot: string, signal: AbortSignal, work: (states: SampleStates) => Promise<T>): Promise<T> {
    return this.#in(snapshot, signal, ({ states }) => work(states));
  }

  /** Works on a state that is named: a snapshot's, read from the journal where that is still to be done, or the present one. */
  async #in<T>(
    named: string,
    signal: AbortSignal,
    work: (state: { readonly key: string; readonly name: string; readonly states: SampleStates }) => Promise<T>,
  ): Promise<T> {
    const { store } = this.#workspace;
    if (named === presentState) return work({ key: presentKey(this.#workspace), name: presentState, states: store });
    const snapshot = this.#require(named);
    return store.withPast(snapshot, async (states: PastSampleStates) => {
      await inTurns(this.#told(states.read()), pauses(signal));
      return work({ key: snapshot.id, name: snapshot.name, states });
    });
  }

  /** Says how far the reading of a past state is, where it takes long. */
  *#told(reading: Generator<PastReading, void>): Generator<undefined, void> {
    const run = randomUUID();
    for (const { done, total } of reading) {
      const [read, all] = [done, total].map((bytes) => Math.ceil(bytes / 1024));
      if (total > toldFrom) this.#report({ run, label: 'Reading a snapshot (kB)', done: read!, total: all!, kept: read!, ...freeProgress });
      yield;
    }
  }

  /** @throws UsageError while a run is under way, whose samples would come in between */
  async restore({ snapshot }: EngineArguments<'snapshots/restore'>, signal: AbortSignal): Promise<Restored> {
    const { store } = this.#workspace;
    const { id, name } = this.#require(snapshot);
    const running = store.runs().find(({ outcome }) => outcome === 'running');
    if (running !== undefined)
      throw new UsageError(
        `run ${running.run} is under way, and would add to what is brought back: wait for it, or cancel it (loom runs cancel ${running.run}), and restore then`,
      );
    await this.#reviewer.settled();
    return this.#in(id, signal, async ({ states }) => {
      const differing = await compareAll(states, store, signal);
      const changed = differing.filter(({ kinds }) => kinds.some((kind) => kind !== 'rejudged'));
      const toDo = await inTurns(toBringBack(changed, states, store), pauses(signal));
      if (toDo.length === 0) return { changed: [], asked: 0, refused: [], cancelled: false, name, before: null, madeSince: 0 };
      const before = this.#taken(this.#freeName(`before restoring ${name}`), null);
      let madeSince = 0;
      const result = await this.#reviewer.restore(toDo, signal, (sample) => {
        const past = states.sample(sample.id);
        const event = restoring(past, sample);
        if (past === undefined && event !== null) madeSince++;
        return event;
      });
      return { ...result, name, before, madeSince };
    });
  }

  #freeName(wanted: string): string {
    const names = new Set(this.#workspace.store.snapshots().map((each) => each.name));
    const base = wanted.slice(0, maxNameLength - 6);
    let name = base;
    for (let again = 2; names.has(name); again++) name = `${base} (${again})`;
    return name;
  }
}

const presentKey = ({ store }: Workspace): string => `now ${store.revision}`;

/** Goes through samples that differ. @returns those that are to be brought back, and are not so already */
function* toBringBack(changed: readonly ChangedSample[], past: SampleStates, store: Store): Generator<undefined, string[]> {
  const found: string[] = [];
  for (const { sample } of changed) {
    if (restoring(past.sample(sample), requireSample(store, sample)) !== null) found.push(sample);
    yield;
  }
  return found;
}

/** Goes through both states in turns. */
function compareAll(before: SampleStates, after: SampleStates, signal: AbortSignal): Promise<ChangedSample[]> {
  const next =
    (states: SampleStates) =>
    (id: string): SampleState[] =>
      states.statesAfter(id, statesAtATime);
  return inTurns(compareStates(next(before), next(after)), pauses(signal));
}

const listed = ({ id, name, note, at, by, samples }: StoredSnapshot): SnapshotRow => ({ id, name, note, at, by, samples });

/** Undefined where a sample has gone from both states since they were compared. */
function changeOf({ sample, kinds }: ChangedSample, before: Sample | undefined, after: Sample | undefined): SampleChange | undefined {
  const shown = after ?? before;
  if (shown === undefined) return undefined;
  return {
    sample,
    kinds: [...kinds],
    label: labelOf(shown.current.content),
    methodTitle: methodTitle(shown.method),
    before: sideOf(before),
    after: sideOf(after),
    parts: partsBetween(kinds, before, after),
  };
}

const decisions = new Set(['accepted', 'rejected', 'restored', 'regenerated', 'undone', 'redone']);

function sideOf(sample: Sample | undefined): SampleChange['before'] {
  if (sample === undefined) return null;
  const { status, reason, gate, history, current, reviewer } = sample;
  const last = history.findLast(({ what }) => decisions.has(what));
  return {
    status,
    reason: status === 'gated' ? (gate?.reason ?? null) : reason,
    by: reviewer ?? last?.by ?? null,
    at: last?.at ?? null,
    judge: judgedScore(current),
  };
}

function partsBetween(kinds: readonly ChangeKind[], before: Sample | undefined, after: Sample | undefined): SampleChange['parts'] {
  if (before !== undefined && after !== undefined && !kinds.includes('edited')) return [];
  const old = new Map((before === undefined ? [] : partsOf(before.current.content)).map((part) => [part.name, part]));
  const parts = (after === undefined ? [] : partsOf(after.current.content)).map(({ name, label, text }) => {
    const was = old.get(name)?.text ?? null;
    old.delete(name);
    return { name, label, before: was, after: text };
  });
  const gone = [...old.values()].map(({ name, label, text }) => ({ name, label, before: text, after: null }));
  return [...parts, ...gone].filter((part) => part.before !== part.after);
}
