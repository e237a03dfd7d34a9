import type { DuplicateGroups, MeasuredLeakage, QualityResult, SampleFilter } from '../../src/protocol/results.ts';
import { suggester, type Suggest } from '../ui/filter-suggestions.ts';
import type { HostChannel, PanelParams, PanelResult } from '../ui/host-channel.ts';
import type { InsightsChoice } from '../ui/intent.ts';
import { messageOf, Resource } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';
import { counted } from '../ui/words.ts';
import { comparison, type MeasuredQuery, queryOf } from './choice.ts';
import { DuplicateLists, thinned } from './duplicates/duplicate-lists.ts';
import { leakedIds } from './leaked-ids.ts';
import { type MeasuringStep, steps, stepWords } from './steps.ts';

/** What the insights are told by the rest of the panel, and tell it. */
export interface InsightsSurroundings {
  choice(): InsightsChoice;
  remember(choice: InsightsChoice): void;
  /** To be spoken, and shown beside the controls. */
  announce(message: string): void;
  /** A decision made here brought the project's state to this revision. */
  decided(revision: number): void;
}

type Kinds = PanelResult<'diversity/results'>;
type KeepBy = PanelParams<'duplicates/thin'>['keep'];

/**
 * Figures of the samples as a set. Measuring goes through all of them, so that it is done when the tab is first looked at and when it is
 * asked for; a change elsewhere only marks the figures as out of date.
 */
export class InsightsStore extends ViewStore {
  readonly quality = this.#resource<QualityResult>();
  readonly kinds = this.#resource<Kinds>();
  readonly leakage = this.#resource<MeasuredLeakage>();
  /** What is being measured; null at rest. */
  measuring: MeasuringStep | null = null;
  /** Something changed since the figures were measured. */
  isStale = false;
  /** The last measuring was called off before it came to its end. */
  calledOff = false;
  /** Mistake in a filter line; nothing is measured by it. */
  lineProblem: string | null = null;
  /** What is being decided; null at rest. */
  deciding: 'thin' | 'reject' | 'undo' | null = null;
  failure: string | null = null;
  /** What was last decided here can be undone from here. */
  canUndo = false;
  choice: InsightsChoice;
  readonly suggest: Suggest;
  readonly #channel: HostChannel;
  readonly #around: InsightsSurroundings;
  readonly #lists: DuplicateLists;
  /** Steps that are still to be done: one that is asked for meanwhile does not take the place of the others. */
  readonly #due = new Set<MeasuringStep>();
  /** Rises with each measuring: one that was overtaken does not go on. */
  #round = 0;
  #looked = false;

  constructor(channel: HostChannel, around: InsightsSurroundings) {
    super();
    this.#channel = channel;
    this.#around = around;
    this.choice = around.choice();
    this.#lists = new DuplicateLists(channel, () => {
      this.changed();
    });
    this.suggest = suggester(channel, (message) => {
      around.announce(message);
    });
    channel.on('changed', () => {
      if (!this.#looked || this.isStale) return;
      this.isStale = true;
      this.changed();
    });
  }

  /** Duplicates by the way that is chosen. */
  get duplicates(): Resource<DuplicateGroups> {
    return this.#lists.of(this.choice.duplicatesBy);
  }

  get word(): string {
    return this.measuring === null ? '' : stepWords[this.measuring];
  }

  /** The first look measures; later ones show what there is. */
  look(): void {
    if (this.#looked) return;
    this.#looked = true;
    void this.measure();
  }

  /** Measures what is chosen, or of it some steps. */
  async measure(some: readonly MeasuringStep[] = steps): Promise<void> {
    const query = this.#query();
    if (query === null) return;
    const round = ++this.#round;
    // What is under way would be thrown away: the engine need not finish it.
    if (this.measuring !== null) void this.#cancel('measuring');
    if (some === steps) {
      this.isStale = false;
      this.#lists.forgetOther(this.choice.duplicatesBy);
    }
    this.calledOff = false;
    for (const step of some) this.#due.add(step);
    for (const step of steps) {
      if (!this.#due.has(step)) continue;
      this.measuring = step;
      this.changed();
      await this.#load(step, query);
      if (round !== this.#round) return;
      this.#due.delete(step);
    }
    this.measuring = null;
    this.changed();
  }

  /** Fetches what models have measured anew: one has ended that was started from here. */
  async fetchKinds(): Promise<void> {
    if (this.#looked) await this.kinds.load(() => this.#channel.request('diversity/results', {}));
  }

  /** Calls the measuring off: what was measured so far stays. */
  async cancel(): Promise<void> {
    this.#round++;
    this.measuring = null;
    this.calledOff = true;
    this.#due.clear();
    for (const each of [this.quality, this.kinds, this.#lists, this.leakage]) each.drop();
    this.changed();
    await this.#cancel('measuring');
  }

  /** Calls off what is being decided: what was decided so far stays, and is told. */
  async cancelDeciding(): Promise<void> {
    await this.#cancel('deciding');
  }

  /** Chooses something else to measure or to show, and measures what follows from it. */
  choose(part: Partial<InsightsChoice>): void {
    const before = this.choice;
    this.choice = { ...before, ...part };
    this.#around.remember(this.choice);
    this.changed();
    if (this.choice.line !== before.line) void this.measure();
    else if (comparison(this.choice) !== comparison(before)) void this.measure(['quality']);
    else if (this.choice.duplicatesBy !== before.duplicatesBy) {
      if (this.duplicates.value === null) void this.measure(['duplicates']);
    } else if (this.choice.threshold !== before.threshold || this.choice.cosine !== before.cosine) void this.measure(['duplicates']);
  }

  /** Rejects what says the same as a better one. @param first samples that stay whatever the rule says */
  thinOut(keep: KeepBy, first: readonly string[]): void {
    const { filter } = this;
    if (filter === null) return;
    const { duplicatesBy: by } = this.choice;
    this.#decide('thin', async () => {
      const result = await this.#lists.thinOut(by, { filter, keep, first: [...first] });
      this.#around.decided(result.revision);
      this.canUndo = result.changed.length > 0;
      this.#lists.forgetOther(by);
      await this.measure(['duplicates']);
      return thinned(by, result);
    });
  }

  /** Rejects the samples that leaked, all of them and not only those that are shown. */
  rejectLeaked(): void {
    const { filter } = this;
    if (filter === null) return;
    this.#decide('reject', async () => {
      const samples = await leakedIds(this.#channel, filter);
      if (samples.length === 0) return 'No sample is leaked any more.';
      const result = await this.#channel.request('review/reject', { samples, reason: 'says what an item of a benchmark says' });
      this.#around.decided(result.revision);
      this.canUndo = result.changed.length > 0;
      await this.measure(['leakage']);
      return `${counted(result.changed.length, 'sample')} rejected as leaked.${result.cancelled ? ' Called off.' : ''}`;
    });
  }

  undo(): void {
    this.#decide('undo', async () => {
      this.canUndo = false;
      const { what, revision } = await this.#channel.request('review/undo', {});
      if (what === null) return 'Nothing to undo.';
      this.#around.decided(revision);
      this.#lists.forgetOther(this.choice.duplicatesBy);
      await this.measure(['duplicates', 'leakage']);
      return `Undone: ${what}.`;
    });
  }

  #decide(work: NonNullable<InsightsStore['deciding']>, act: () => Promise<string>): void {
    if (this.deciding !== null) return;
    this.deciding = work;
    this.failure = null;
    this.changed();
    void act()
      .then((said) => {
        this.#around.announce(said);
      })
      .catch((cause: unknown) => {
        this.failure = messageOf(cause);
      })
      .finally(() => {
        this.deciding = null;
        this.changed();
      });
  }

  #load(step: MeasuringStep, { filter, compared }: MeasuredQuery): Promise<boolean> {
    const { part } = this.choice;
    switch (step) {
      case 'quality':
        return this.quality.load(() => this.#channel.request('quality/measure', { filter, part, ...compared }));
      case 'kinds':
        return this.kinds.load(() => this.#channel.request('diversity/results', {}));
      case 'duplicates':
        return this.#lists.load(filter, this.choice);
      case 'leakage':
        return this.leakage.load(() => this.#channel.request('quality/leakage', { filter, limit: 50 }));
    }
  }

  /** Filter of the samples that are measured; null where the line cannot be read. */
  get filter(): SampleFilter | null {
    return this.#query()?.filter ?? null;
  }

  /** What the choice comes to; null where a line of it cannot be read, which is told. */
  #query(): MeasuredQuery | null {
    const query = queryOf(this.choice);
    this.lineProblem = 'problem' in query ? query.problem : null;
    if (!('problem' in query)) return query;
    this.changed();
    return null;
  }

  async #cancel(what: NonNullable<PanelParams<'cancel'>['what']>): Promise<void> {
    try {
      await this.#channel.request('cancel', { what });
    } catch (cause) {
      this.#around.announce(messageOf(cause));
    }
  }

  #resource<T>(): Resource<T> {
    return new Resource<T>(() => {
      this.changed();
    });
  }
}
