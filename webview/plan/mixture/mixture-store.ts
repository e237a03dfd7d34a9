import { mixtureRequests } from '../../../src/protocol/engine/mixture.ts';
import { readAmount, type MixtureKind } from '../../../src/protocol/mixture.ts';
import type { MixturePlan, PlannedKind } from '../../../src/protocol/results.ts';
import type { HostChannel, PanelParams } from '../../ui/host-channel.ts';
import { freshMixture, type MixtureIntent } from '../../ui/intent.ts';
import { messageOf, Resource } from '../../ui/resource.ts';
import { ViewStore } from '../../ui/store.ts';
import { counted } from '../../ui/words.ts';
import { type HeldShare, heldFrom, sharesByKind, withHeld, withLetGo } from './shares.ts';
import { typedAmount } from './words.ts';

export interface MixtureSurroundings {
  readonly choice: () => MixtureIntent;
  readonly remember: (choice: MixtureIntent) => void;
  /** What was written here brought the project's state to this revision. */
  readonly wrote: (revision: number) => void;
}

type ChosenMixture = PanelParams<'plan/mixture'>;
type KeptMixture = PanelParams<'mixture/set'>;
/** What is asked for beside the plan: settings or a source to write, a command of the host. */
type MixtureAct = 'settings' | 'source' | 'command';
type MixtureCommand = 'conceptLoom.generateMixture' | 'conceptLoom.writeMixture';

/** Most training tokens that are planned. */
const mostTokens = 1e15;

/** A mixture to train on: what is chosen of it, and what was planned by that last. */
export class MixtureStore extends ViewStore {
  readonly plan = new Resource<MixturePlan>(() => {
    this.changed();
  });
  /** Kinds that have nothing to show. They stay where they are while somebody works with them. */
  folded: ReadonlySet<MixtureKind> = new Set();
  /** What is being written; null at rest. */
  busy: Exclude<MixtureAct, 'command'> | null = null;
  /** Reason that the last of what was asked beside the plan did not come about. */
  failure: { readonly of: MixtureAct; readonly reason: string } | null = null;
  /** What was last done. */
  said = '';
  readonly #channel: HostChannel;
  readonly #around: MixtureSurroundings;
  #looked = false;
  #shown = false;
  /** Something changed since the figures were planned. */
  #stale = false;
  /** Kinds are folded anew by the next answer. */
  #refold = true;
  /** Newest state of the project that the figures are of, as far as it is known. */
  #revision = 0;

  constructor(channel: HostChannel, around: MixtureSurroundings) {
    super();
    this.#channel = channel;
    this.#around = around;
    channel.on('changed', ({ revision }) => {
      if (!this.#looked || revision <= this.#revision) return;
      this.#stale = true;
      this.#refold = true;
      // However much changes meanwhile, it is one more planning.
      if (this.#shown && !this.plan.loading) void this.ask();
    });
  }

  get choice(): MixtureIntent {
    return this.#around.choice();
  }

  /** True while all is as the settings have it. */
  get isFresh(): boolean {
    const { budget, held, epochs } = this.choice;
    return budget === null && held === null && epochs === null;
  }

  /** Training tokens as they are typed, or as the settings have them. */
  get budget(): string {
    const tokens = this.plan.value?.asked.budget ?? null;
    return this.choice.budget ?? (tokens === null ? '' : typedAmount(tokens));
  }

  get budgetProblem(): string | null {
    const { budget } = this.choice;
    if (budget === null || budget.trim() === '') return null;
    const tokens = readAmount(budget);
    return tokens !== null && tokens >= 1 && tokens <= mostTokens ? null : `“${budget}”: a number of tokens is needed, as 300M or 1.5B.`;
  }

  /** Shares that hold, the one that was set longest ago first. */
  get held(): readonly HeldShare[] {
    return this.choice.held ?? heldFrom(this.plan.value?.asked.shares ?? {});
  }

  get epochs(): Readonly<Record<string, number>> {
    return this.choice.epochs ?? this.plan.value?.asked.epochs ?? {};
  }

  isHeld(kind: MixtureKind): boolean {
    return this.held.some((each) => each.kind === kind);
  }

  /** The share that is held, at once; else the planned one. */
  shareOf({ kind, share }: PlannedKind): number {
    return this.held.find((each) => each.kind === kind)?.share ?? share;
  }

  /** What is chosen, as requests and commands have it. A budget that cannot be read is left out. */
  get asked(): ChosenMixture {
    const { budget, held, epochs } = this.choice;
    return {
      ...(budget === null || this.budgetProblem !== null ? {} : { budget: readAmount(budget) }),
      ...(held === null ? {} : { shares: sharesByKind(held) }),
      ...(epochs === null ? {} : { epochs }),
    };
  }

  /** The tab is shown: plans, where that was not done, or something changed since. */
  look(): void {
    this.#shown = true;
    if (this.#looked && !this.#stale && this.plan.error === null) return;
    this.#looked = true;
    this.#refold = true;
    void this.ask();
  }

  leave(): void {
    this.#shown = false;
  }

  /** Plans by what is chosen. An answer to an older choice is dropped. */
  async ask(): Promise<void> {
    this.#stale = false;
    const taken = await this.plan.load(() => this.#channel.request('plan/mixture', this.asked));
    if (taken && this.#refold) {
      this.#refold = false;
      this.folded = new Set((this.plan.value?.kinds ?? []).filter((kind) => this.#isQuiet(kind)).map(({ kind }) => kind));
      this.changed();
    }
    if (this.#isDue()) await this.ask();
  }

  /** A method, because something may have changed while an answer was awaited. */
  #isDue(): boolean {
    return this.#stale && this.#shown && !this.plan.loading;
  }

  #isQuiet(planned: PlannedKind): boolean {
    const { kind, there, suggested, share, waiting } = planned;
    return there + suggested + share + waiting === 0 && !this.isHeld(kind);
  }

  /** Takes what is typed, without planning: half a number is another one. */
  typeBudget(budget: string): void {
    this.#remember({ budget });
    this.changed();
  }

  enterBudget(): void {
    if (this.budgetProblem === null) void this.ask();
  }

  hold(kind: MixtureKind, share: number): void {
    this.#choose({ held: [...withHeld(this.held, { kind, share }, this.#kinds)] });
  }

  letGo(kind: MixtureKind): void {
    this.#choose({ held: [...withLetGo(this.held, kind, this.#kinds)] });
  }

  /** Allows so many passes over a kind or a source; null as many as is usual. */
  allow(name: string, passes: number | null): void {
    const others = Object.fromEntries(Object.entries(this.epochs).filter(([each]) => each !== name));
    this.#choose({ epochs: passes === null ? others : { ...others, [name]: passes } });
  }

  /** Takes the evidence for everything, whatever the settings say. */
  suggest(): void {
    this.#choose({ budget: '', held: [], epochs: {} });
  }

  /** Takes what the settings say. */
  followSettings(): void {
    this.#choose(freshMixture);
  }

  /** Writes what is chosen into the settings, which hold from then on. */
  keep(): void {
    if (this.budgetProblem !== null) return;
    const { budget, held, epochs } = this.choice;
    const { budget: tokens = null } = this.asked;
    const written: KeptMixture = {
      ...(budget === null ? {} : { budget: tokens }),
      ...(held === null ? {} : { shares: held.length === 0 ? null : sharesByKind(held) }),
      ...(epochs === null ? {} : { epochs: Object.keys(epochs).length === 0 ? null : epochs }),
    };
    this.#write('settings', written, 'Kept in project.yaml.', () => {
      this.#remember(freshMixture);
    });
  }

  /** What is wrong with a source that was typed, or null. */
  problemOfSource(name: string, tokens: string): string | null {
    const amount = readAmount(tokens);
    if (amount === null || amount < 1 || amount > mostTokens) return 'Tokens: a number is needed, as 300M or 2B.';
    if (this.sourceNames.has(name)) return `There is a source ${name} already.`;
    const read = mixtureRequests['mixture/set'].params.safeParse({ source: { name, tokens: amount } });
    return read.success ? null : `The name ${read.error.issues[0]?.message ?? 'is none'}.`;
  }

  get sourceNames(): ReadonlySet<string> {
    return new Set(this.#kinds.flatMap(({ sources }) => sources.map(({ name }) => name)));
  }

  /** @param done called once it is written */
  addSource(name: string, tokens: string, done: () => void): void {
    if (this.problemOfSource(name, tokens) !== null) return;
    const source = { name, tokens: readAmount(tokens) };
    this.#write('source', { source }, `Added ${name}.`, done);
  }

  /** Takes away a source, and what is allowed of it. */
  takeAway(name: string): void {
    const { [name]: allowed, ...others } = this.epochs;
    const { epochs } = this.choice;
    const kept = allowed !== undefined && epochs === null ? { epochs: Object.keys(others).length === 0 ? null : others } : {};
    this.#write('source', { source: { name, tokens: null }, ...kept }, `Took away ${name}.`, () => {
      if (allowed !== undefined && epochs !== null) this.#remember({ epochs: others });
    });
  }

  /** Number of runs that can be started. */
  get startable(): number {
    return (this.plan.value?.runs ?? []).filter(({ problem }) => problem === null).length;
  }

  start(): void {
    this.#run('conceptLoom.generateMixture');
  }

  /** Has the mixture of what is there written. */
  write(): void {
    this.#run('conceptLoom.writeMixture');
  }

  /** Words for what was planned, or is. */
  get state(): string {
    const { loading, value } = this.plan;
    if (loading) return 'planning…';
    if (this.said !== '') return this.said;
    if (value === null) return '';
    return value.runs.length === 0 ? 'planned' : `planned: ${counted(value.runs.length, 'run')} to make what is lacking`;
  }

  get #kinds(): readonly PlannedKind[] {
    return this.plan.value?.kinds ?? [];
  }

  #choose(part: Partial<MixtureIntent>): void {
    this.#remember(part);
    this.failure = null;
    void this.ask();
  }

  #remember(part: Partial<MixtureIntent>): void {
    this.said = '';
    this.#around.remember({ ...this.choice, ...part });
  }

  #write(what: NonNullable<MixtureStore['busy']>, written: KeptMixture, said: string, done: () => void): void {
    if (this.busy !== null) return;
    this.busy = what;
    void this.#attempt(what, async () => {
      const { revision } = await this.#channel.request('mixture/set', written);
      this.#revision = Math.max(this.#revision, revision);
      done();
      this.#around.wrote(revision);
      void this.ask();
      this.said = said;
    }).finally(() => {
      this.busy = null;
      this.changed();
    });
  }

  #run(command: MixtureCommand): void {
    void this.#attempt('command', async () => {
      await this.#channel.request('command', { command, mixture: this.asked });
    });
  }

  async #attempt(of: MixtureAct, act: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.said = '';
    this.changed();
    try {
      await act();
    } catch (cause) {
      this.failure = { of, reason: messageOf(cause) };
      this.changed();
    }
  }
}
