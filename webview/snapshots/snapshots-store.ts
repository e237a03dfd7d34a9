import type { ComparedSample, ListedSnapshot, SampleChangeKind, SnapshotComparison } from '../../src/protocol/results.ts';
import type { HostChannel } from '../ui/host-channel.ts';
import type { SnapshotsChoice } from '../ui/intent.ts';
import { messageOf, Resource } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';
import { counted } from '../ui/words.ts';

/** What the snapshots are told by the rest of the panel, and tell it. */
export interface SnapshotsSurroundings {
  choice(): SnapshotsChoice;
  remember(choice: SnapshotsChoice): void;
  /** To be spoken, and shown beside the list. */
  announce(message: string): void;
  /** What was written here brought the project's state to this revision. */
  decided(revision: number): void;
}

/** Samples that are fetched at a time. */
const page = 50;
/** The present state, where a state is chosen. */
export const present = 'now';

/** Something to be said yes to first. */
type Question =
  | { readonly what: 'restore'; readonly snapshot: ListedSnapshot; readonly counts: SnapshotComparison['counts'] | null }
  | { readonly what: 'drop'; readonly snapshot: ListedSnapshot };

/** Named states of the project, and what differs between two of them. */
export class SnapshotsStore extends ViewStore {
  readonly list = new Resource<ListedSnapshot[]>(() => {
    this.changed();
  });
  readonly comparison = new Resource<SnapshotComparison>(() => {
    this.changed();
  });
  choice: SnapshotsChoice;
  /** Samples that are unfolded. */
  readonly unfolded = new Set<string>();
  /** Something changed since the states were compared. */
  isStale = false;
  /** The comparing of what is chosen was called off. */
  calledOff = false;
  question: Question | null = null;
  /** What is under way; null at rest. */
  busy: 'take' | 'restore' | 'drop' | 'more' | null = null;
  failure: string | null = null;
  /** Name that is being typed; null while none is asked for. */
  name: string | null = null;
  readonly #channel: HostChannel;
  readonly #around: SnapshotsSurroundings;
  /** What was asked for when the comparison that is there was fetched; null for none. */
  #compared: string | null = null;
  #looked = false;

  constructor(channel: HostChannel, around: SnapshotsSurroundings) {
    super();
    this.#channel = channel;
    this.#around = around;
    this.choice = around.choice();
    channel.on('changed', () => {
      if (!this.#looked) return;
      this.isStale = this.comparison.value !== null || this.comparison.loading;
      this.changed();
      void this.#loadList();
    });
  }

  /** The first look fetches; later ones show what there is, or what the host has meanwhile pointed at. */
  look(): void {
    const chosen = this.#around.choice();
    const isOther = JSON.stringify(chosen) !== JSON.stringify(this.choice);
    this.choice = chosen;
    if (this.#looked && !isOther) return;
    this.#looked = true;
    void this.#loadList().then(() => this.compare());
  }

  async #loadList(): Promise<void> {
    await this.list.load(async () => (await this.#channel.request('snapshots/list', {})).snapshots);
  }

  /** The state that is compared: the one chosen while it is there, else the newest snapshot. */
  get from(): string | null {
    const all = this.list.value ?? [];
    const { from } = this.choice;
    return from === present || all.some(({ id }) => id === from) ? from : (all[0]?.id ?? null);
  }

  get to(): string {
    const { to } = this.choice;
    return this.list.value?.some(({ id }) => id === to) ? to : present;
  }

  nameOf(state: string): string {
    return state === present ? present : (this.list.value?.find(({ id }) => id === state)?.name ?? state);
  }

  /** Chooses the states that are compared, or of what differs one kind, and compares. */
  choose(part: Partial<SnapshotsChoice>): void {
    this.choice = { ...this.choice, ...part };
    this.#around.remember(this.choice);
    void this.compare();
  }

  async compare(): Promise<void> {
    const { from, to } = this;
    // What is under way would be thrown away: the engine need not finish it.
    if (this.comparison.loading && !this.#isCounting) void this.#callOffComparing();
    this.calledOff = false;
    if (from === null) {
      this.comparison.clear();
      return;
    }
    this.isStale = false;
    this.unfolded.clear();
    const asked = this.#chosen;
    if (await this.comparison.load(() => this.#fetch(from, to, 0))) this.#compared = asked;
  }

  /** What the comparison is of. */
  get #chosen(): string {
    return JSON.stringify([this.from, this.to, this.choice.kind]);
  }

  /** Whether the question about restoring waits for a comparison of its own. */
  get #isCounting(): boolean {
    return this.question?.what === 'restore' && this.question.counts === null;
  }

  /** Calls the comparing off. What was compared before stays, where it is of the same states. */
  async cancelComparing(): Promise<void> {
    const isSame = this.#compared === this.#chosen;
    if (isSame) this.comparison.drop();
    else this.comparison.clear();
    this.isStale = isSame;
    this.calledOff = !isSame;
    if (this.#isCounting) this.question = null;
    this.changed();
    await this.#callOffComparing();
  }

  async #callOffComparing(): Promise<void> {
    try {
      await this.#channel.request('cancel', { what: 'comparing' });
    } catch (cause) {
      this.#around.announce(messageOf(cause));
    }
  }

  #fetch(from: string, to: string, offset: number): Promise<SnapshotComparison> {
    const { kind } = this.choice;
    return this.#channel.request('snapshots/compare', { from, to, offset, limit: page, ...(kind === null ? {} : { kinds: [kind] }) });
  }

  /** Fetches the samples that come next. */
  more(): void {
    const { value } = this.comparison;
    const { from, to } = this;
    if (value === null || from === null) return;
    this.#do('more', async () => {
      const next = await this.#fetch(from, to, value.changes.length);
      if (this.comparison.value !== value) return;
      await this.comparison.load(() => Promise.resolve({ ...next, changes: [...value.changes, ...next.changes] }));
    });
  }

  toggle({ sample }: ComparedSample): void {
    if (!this.unfolded.delete(sample)) this.unfolded.add(sample);
    this.changed();
  }

  only(kind: SampleChangeKind | null): void {
    this.choose({ kind });
  }

  /** Asks for a name, or no longer. */
  ask(name: string | null): void {
    this.name = name;
    this.failure = null;
    this.changed();
  }

  take(): void {
    const { name } = this;
    if (name === null) return;
    this.#do('take', async () => {
      const { snapshot, revision } = await this.#channel.request('snapshots/take', { name });
      this.name = null;
      this.#around.announce(`Took the snapshot ${snapshot.name}.`);
      this.#around.decided(revision);
      await this.#loadList();
      await this.compare();
    });
  }

  askToDrop(snapshot: ListedSnapshot): void {
    this.question = { what: 'drop', snapshot };
    this.changed();
  }

  askToRestore(snapshot: ListedSnapshot): void {
    this.question = { what: 'restore', snapshot, counts: null };
    this.changed();
    void this.#countFor(snapshot);
  }

  async #countFor(snapshot: ListedSnapshot): Promise<void> {
    const isAsked = (): boolean => this.question?.what === 'restore' && this.question.snapshot.id === snapshot.id;
    try {
      const { counts } = await this.#channel.request('snapshots/compare', { from: snapshot.id, limit: 0 });
      if (!isAsked()) return;
      this.question = { what: 'restore', snapshot, counts };
    } catch (cause) {
      if (!isAsked()) return;
      this.question = null;
      this.failure = messageOf(cause);
    }
    this.changed();
  }

  leave(): void {
    this.question = null;
    this.changed();
  }

  /** Does what was asked about. */
  agree(): void {
    const { question } = this;
    if (question === null) return;
    const { id, name } = question.snapshot;
    this.question = null;
    this.#do(question.what, async () => {
      if (question.what === 'drop') {
        const { revision } = await this.#channel.request('snapshots/drop', { snapshot: id });
        this.#around.announce(`Dropped the snapshot ${name}.`);
        this.#around.decided(revision);
      } else {
        const { changed, cancelled, revision } = await this.#channel.request('snapshots/restore', { snapshot: id });
        const part = cancelled ? ' Called off: restoring again does the rest.' : '';
        this.#around.announce(
          changed.length === 0 ? `All is as in ${name} already.` : `Restored ${name}: ${counted(changed.length, 'sample')} changed.${part}`,
        );
        this.#around.decided(revision);
      }
      await this.#loadList();
      await this.compare();
    });
  }

  /** Calls off the restoring that is under way: what it has brought back stays. */
  async cancel(): Promise<void> {
    await this.#channel.request('cancel', { what: 'deciding' });
  }

  #do(what: NonNullable<SnapshotsStore['busy']>, act: () => Promise<void>): void {
    if (this.busy !== null) return;
    this.busy = what;
    this.failure = null;
    this.changed();
    void act()
      .catch((cause: unknown) => {
        this.failure = messageOf(cause);
      })
      .finally(() => {
        this.busy = null;
        this.changed();
      });
  }
}
