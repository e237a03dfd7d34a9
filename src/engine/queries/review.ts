import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { partsOf, type PartTexts, withParts } from '../../core/samples/shapes/index.ts';
import type { restoring } from '../../core/samples/states/restore.ts';
import { sameContent, versionId } from '../../core/samples/versions.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import { UsageError } from '../errors.ts';
import { storeFilter } from '../moved-files.ts';
import type { ReportProgress } from '../runs/run.ts';
import { giveWay, inSlices } from '../slices.ts';
import type { Stepwise, Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { needsAnswer, requireSample } from './samples.ts';
import { freeProgress } from '../free-progress.ts';

type DecisionEvent = Extract<NewEvent, { type: 'sample.accepted' | 'sample.rejected' }>;
/** The decision on a sample, or why there can be none. */
type Decide = (sample: Sample) => DecisionEvent | { readonly refused: string };
type RestoreEvent = NonNullable<ReturnType<typeof restoring>>;
type DecidedSamples = Omit<EngineResult<'review/accept'>, 'revision'>;
type Turned = Omit<EngineResult<'review/undo'>, 'revision'>;

/** Accepting, rejecting and taking back: thousands of samples in slices, as one action, with other requests in between. */
export class Reviewer {
  readonly #workspace: Workspace;
  readonly #store: Store;
  readonly #report: ReportProgress;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    this.#store = workspace.store;
    this.#report = report;
  }

  /** @throws UsageError when a sample does not exist, or none can be accepted because they were held back before they were answered */
  accept(choice: EngineArguments<'review/accept'>, signal: AbortSignal): Promise<DecidedSamples> {
    return this.#decide(choice, 'Accepting samples', signal, (sample) => {
      if (!needsAnswer(this.#store, sample)) return { type: 'sample.accepted', sample: sample.id };
      return { refused: 'it was held back before it was answered: have it answered, or write its answer, and accept it then' };
    });
  }

  /** @throws UsageError when a sample does not exist, or the reason says nothing */
  async reject({ reason, ...choice }: EngineArguments<'review/reject'>, signal: AbortSignal): Promise<DecidedSamples> {
    if (reason.trim() === '') throw new UsageError('the reason must say something: it is kept with the sample');
    return await this.#decide(choice, 'Rejecting samples', signal, ({ id }) => ({ type: 'sample.rejected', sample: id, reason }));
  }

  /** Rejects samples with a reason for each. @param reasons by their ids */
  rejectEach(reasons: ReadonlyMap<string, string>, signal: AbortSignal): Promise<DecidedSamples> {
    const decide: Decide = ({ id }) => ({ type: 'sample.rejected', sample: id, reason: reasons.get(id)! });
    return this.#decide({ samples: [...reasons.keys()] }, 'Rejecting samples', signal, decide);
  }

  /**
   * Takes back, or restores, what this person decided last. It is durable at once; index and dataset folder follow in steps.
   * A decision under way ends first: its slices are one action, of which no part is taken back.
   */
  async turn(way: 'undo' | 'redo'): Promise<Turned> {
    await this.settled();
    const label = way === 'undo' ? 'Undoing' : 'Redoing';
    return this.#stepwise(label, async (steps, tell) => {
      const turned = steps.turn(way);
      const total = turned.changed.length;
      await this.#follow(steps, () => {
        tell(total - steps.waiting, total);
      });
      return turned;
    });
  }

  /** Waits for what is being decided. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Brings samples back to what an event says of each, as one action. @param eventOf null for one that is so already */
  restore(ids: readonly string[], signal: AbortSignal, eventOf: (sample: Sample) => RestoreEvent | null): Promise<DecidedSamples> {
    return this.#stepwise('Restoring samples', async (steps, tell) => {
      const action = randomUUID();
      const changed: string[] = [];
      const refused: DecidedSamples['refused'] = [];
      const bringBack = (slice: readonly string[]): void => {
        const events: Exclude<RestoreEvent, { readonly refused: string }>[] = [];
        for (const id of slice) {
          const event = eventOf(requireSample(this.#store, id));
          if (event === null) continue;
          if ('refused' in event) refused.push({ sample: id, reason: event.refused });
          else events.push(event);
        }
        steps.append(events, { action });
        for (const { sample } of events) changed.push(sample);
      };
      const report = (done: number): void => {
        tell(done, ids.length);
      };
      const done = await inSlices(ids, bringBack, { signal, report });
      await this.#follow(steps, () => undefined);
      return { changed, asked: ids.length, refused, cancelled: done < ids.length };
    });
  }

  /**
   * Records one decision for each sample, as one action. One that would change nothing is left out: undo would take it back,
   * and nothing would be seen of that.
   */
  async #decide(choice: SampleChoice, label: string, signal: AbortSignal, decide: Decide): Promise<DecidedSamples> {
    return this.#stepwise(label, async (steps, tell) => {
      // Once: what is decided on leaves a filter that asks for pending ones.
      const ids = await this.#idsOf(choice);
      const begun = new Date().toISOString();
      const action = randomUUID();
      const changed: string[] = [];
      const refused: DecidedSamples['refused'] = [];
      const decideOn = (slice: readonly string[]): void => {
        const events: DecisionEvent[] = [];
        for (const id of slice) {
          const sample = requireSample(this.#store, id);
          const decision = isDecidedSince(sample, begun) ? meanwhile : decide(sample);
          if ('refused' in decision) refused.push({ sample: id, reason: decision.refused });
          else if (!isSo(sample, decision)) events.push(decision);
        }
        steps.append(events, { action });
        for (const { sample } of events) changed.push(sample);
      };
      const report = (done: number): void => {
        tell(done, ids.length);
      };
      const done = await inSlices(ids, decideOn, { signal, report });
      await this.#follow(steps, () => undefined);
      const [first] = refused;
      if (changed.length === 0 && first !== undefined && refused.length === done)
        throw new UsageError(`sample ${first.sample}: ${first.reason}`);
      return { changed, asked: ids.length, refused, cancelled: done < ids.length };
    });
  }

  /** @throws UsageError when one of the ids is of no sample */
  async #idsOf(choice: SampleChoice): Promise<string[]> {
    if ('filter' in choice) return this.#store.sampleIds(await storeFilter(this.#workspace, choice.filter));
    const ids = [...new Set(choice.samples)];
    const known = new Set(this.#store.sampleIds({ id: ids }));
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw new UsageError(`there is no sample ${unknown}`);
    return ids;
  }

  /** Lets undo wait for a decision that is taken elsewhere, as with an import. */
  async during<T>(working: Promise<T>): Promise<T> {
    this.#underWay.add(working);
    try {
      return await working;
    } finally {
      this.#underWay.delete(working);
    }
  }

  /** @param work is told with what it says how far it is; of what is over at once, nothing is told */
  #stepwise<T>(label: string, work: (steps: Stepwise, tell: (done: number, total: number) => void) => Promise<T>): Promise<T> {
    // Known as under way before any of it is.
    const working = Promise.resolve()
      .then(() => this.#work(label, work))
      .finally(() => {
        this.#underWay.delete(working);
      });
    this.#underWay.add(working);
    return working;
  }

  async #work<T>(label: string, work: (steps: Stepwise, tell: (done: number, total: number) => void) => Promise<T>): Promise<T> {
    const steps = this.#store.stepwise();
    const run = randomUUID();
    const tell = (done: number, total: number): void => {
      if (total > toldFrom) this.#report({ run, label, done, total, kept: done, ...freeProgress });
    };
    try {
      return await work(steps, tell);
    } finally {
      steps.end();
    }
  }

  async #follow(steps: Stepwise, tell: () => void): Promise<void> {
    while (steps.step()) {
      tell();
      await giveWay();
    }
  }
}

/** Fewer samples are decided on before anybody could read how far that is. */
const toldFrom = 100;

const meanwhile = { refused: 'it was decided on by somebody else meanwhile' };

const isDecidedSince = ({ history }: Sample, time: string): boolean =>
  history.some(({ what, at }) => at > time && what !== 'generated' && what !== 'gated');

function isSo({ status, reason }: Sample, event: DecisionEvent): boolean {
  return event.type === 'sample.accepted' ? status === 'accepted' : status === 'rejected' && reason === event.reason;
}

/**
 * Records a sample with some of its parts changed as its next version; evidence stays with it.
 * @returns the sample, or none when nothing is changed
 * @throws UsageError when no part is named, or one does not fit the sample's shape
 */
export function edit(store: Store, id: string, parts: PartTexts): string[] {
  const { current } = requireSample(store, id);
  if (Object.keys(parts).length === 0)
    throw new UsageError(
      `sample ${id}: no part is named; its parts are ${partsOf(current.content)
        .map(({ name }) => name)
        .join(', ')}`,
    );
  const content = withParts(current.content, parts);
  if ('problem' in content) throw new UsageError(`sample ${id}: ${content.problem}`);
  if (sameContent(content, current.content)) return [];
  const version = versionId(id, current.id, content);
  store.append([{ type: 'sample.edited', sample: id, version, parent: current.id, content, evidence: current.evidence }]);
  return [id];
}
