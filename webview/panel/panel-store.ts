import type { PanelFocus } from '../../src/protocol/focus.ts';
import type { HostNotifications } from '../../src/protocol/webview.ts';
import { GraphStore } from '../graph/graph-store.ts';
import type { InsightsStore, InsightsSurroundings } from '../insights/insights-store.ts';
import type { SnapshotsStore } from '../snapshots/snapshots-store.ts';
import type { Abilities } from '../review/actions.ts';
import { withPlace } from '../review/place.ts';
import { ReviewStore } from '../review/review-store.ts';
import type { HostChannel, PanelParams } from '../ui/host-channel.ts';
import { freshIntent, readIntent, type Intent, type IntentStorage, type PanelTab, type SnapshotsChoice } from '../ui/intent.ts';
import { messageOf, Resource } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { PartDoor } from './part-door.ts';
import type { ProjectStatus } from '../../src/protocol/results.ts';

type Command = PanelParams<'command'>['command'];

const restricted = 'This workspace is not trusted: nothing is written in it, and no model is called.';

/** The whole panel: what it looks at, what the host said, and the stores of its two parts. */
export class PanelStore extends ViewStore {
  /** `loading` until the host has answered the first time. */
  phase: 'loading' | 'failed' | 'open' = 'loading';
  error: string | null = null;
  trusted = true;
  progress: HostNotifications['progress'] = null;
  /** Spoken by screen readers and shown beside the actions. */
  announcement = '';
  /** Something that went wrong and that no part of the panel shows itself. */
  notice: string | null = null;
  intent: Intent = freshIntent;
  readonly status = new Resource<ProjectStatus>(() => {
    this.changed();
  });
  readonly graph: GraphStore;
  readonly review: ReviewStore;
  readonly insights: PartDoor<InsightsStore>;
  readonly snapshots: PartDoor<SnapshotsStore>;
  readonly plan: PartDoor<PlanStore>;
  readonly #channel: HostChannel;
  readonly #storage: IntentStorage;
  /** The newest revision asked for; older ones need no fetching. */
  #revision = 0;
  #refreshing = false;
  #stale = false;
  #setsOf = '';
  /** Place where the host pointed while the panel was still opening: newer than its answer. */
  #pushed: PanelFocus | null = null;
  /** Rises with every look: one that waited finds out whether it is still wanted. */
  #looks = 0;

  constructor(channel: HostChannel, storage: IntentStorage) {
    super();
    this.#channel = channel;
    this.#storage = storage;
    this.graph = new GraphStore(channel);
    this.review = new ReviewStore(channel, {
      announce: (message) => {
        this.announcement = message;
        this.changed();
      },
      decided: (revision) => {
        this.#revision = Math.max(this.#revision, revision);
        void this.#refreshProject();
      },
    });
    const insightsSurroundings: InsightsSurroundings = {
      choice: () => this.intent.insights,
      remember: (insights) => {
        this.#remember({ insights });
      },
      announce: (message) => {
        this.announcement = message;
        this.changed();
      },
      decided: (revision) => {
        this.#revision = Math.max(this.#revision, revision);
        void this.#refresh();
      },
    };
    this.insights = new PartDoor(async () => {
      const { InsightsStore } = await import('../insights/index.ts');
      return new InsightsStore(channel, insightsSurroundings);
    });
    this.snapshots = new PartDoor(async () => {
      const { SnapshotsStore } = await import('../snapshots/index.ts');
      return new SnapshotsStore(channel, {
        ...insightsSurroundings,
        choice: () => this.intent.snapshots,
        remember: (snapshots) => {
          this.#remember({ snapshots });
        },
      });
    });
    this.plan = new PartDoor(async () => {
      const { PlanStore } = await import('../plan/index.ts');
      return new PlanStore(channel, {
        mixture: {
          choice: () => this.intent.mixture,
          remember: (mixture) => {
            this.#remember({ mixture });
          },
          wrote: (revision) => {
            this.#revision = Math.max(this.#revision, revision);
            void this.#refresh();
          },
        },
        scaling: {
          choice: () => this.intent.plan,
          remember: (plan) => {
            this.#remember({ plan });
          },
        },
      });
    });
    this.review.subscribe(() => {
      const { filterText: filter, selected: sample, draft, listing } = this.review;
      this.#remember({ filter, sample, draft, order: listing.order });
    });
    this.graph.subscribe(() => {
      this.#remember({ scope: this.graph.scope, concept: this.graph.concept });
    });
    this.#listen();
  }

  get abilities(): Abilities {
    const status = this.status.value;
    return { canUndo: status?.canUndo ?? false, canRedo: status?.canRedo ?? false, noModel: this.trusted ? null : restricted };
  }

  /** First thing: asks the host where to look, and takes up where the panel was left when that is still the place. */
  async open(): Promise<void> {
    this.phase = 'loading';
    this.error = null;
    this.changed();
    try {
      const { focus, trusted, revision } = await this.#channel.request('ready', {});
      this.trusted = trusted;
      this.#revision = revision;
      if (!(await this.#loadStatus())) throw new Error(this.status.error ?? 'The project could not be opened.');
      this.phase = 'open';
      this.changed();
      const left = readIntent(this.#storage);
      if (left !== null) {
        this.intent = left;
        this.review.listing.order = left.order;
      }
      const place = this.#pushed ?? focus;
      if (left !== null && sameFocus(left.focus, place)) await this.#resume(left);
      else await this.#follow(place);
      await this.#loadSets();
      if (this.#stale) await this.#refresh();
    } catch (cause) {
      this.phase = 'failed';
      this.error = messageOf(cause);
      this.changed();
    }
  }

  async look(focus: PanelFocus): Promise<void> {
    this.#looks++;
    // A file is looked at because it was opened in the editor; the others because somebody chose them.
    if (focus.kind === 'concept' || focus.kind === 'sample' || focus.kind === 'filter') this.showTab('review');
    if (focus.kind === 'plan') return this.#lookAtPlan();
    if (focus.kind === 'concept') return this.#lookAtConcept(focus.concept);
    if (focus.kind === 'sample') return this.#lookAtSample(focus.sample);
    if (focus.kind === 'filter') return this.#lookAtFilter(focus.line);
    if (focus.kind === 'snapshots') return this.#lookAtSnapshots(focus);
    if (focus.kind === 'file') this.#remember({ file: focus.file });
    this.graph.closeConcept();
    await Promise.all([this.graph.showScope(focus), this.review.setFilter(withPlace(this.review.filterText, focus))]);
  }

  /** From a concept back to all that the graph shows. */
  async unfocus(): Promise<void> {
    const { scope } = this.graph;
    if (scope.kind === 'concept') return this.look(this.#lastPlace());
    this.graph.closeConcept();
    await this.review.setFilter(withPlace(this.review.filterText, scope));
  }

  async reveal(span: PanelParams<'reveal'>): Promise<void> {
    await this.#attempt(async () => {
      const { revealed } = await this.#channel.request('reveal', span);
      if (!revealed) this.#note(`${span.file} could not be shown: it was moved, or the passage is no longer in it.`);
    });
  }

  /** @param about the concept or the samples it is about */
  async run(command: Command, about: Omit<PanelParams<'command'>, 'command'> = {}): Promise<void> {
    await this.#attempt(async () => {
      await this.#channel.request('command', { command, ...about });
    });
  }

  setSplit(split: number): void {
    this.#remember({ split });
    this.changed();
  }

  toggleNodeList(): void {
    this.#remember({ nodeList: !this.intent.nodeList });
    this.changed();
  }

  showTab(tab: PanelTab): void {
    if (tab === this.intent.tab) return;
    this.announcement = '';
    this.#remember({ tab });
    this.changed();
  }

  /** Lists the samples of a filter line where they are reviewed. */
  async showSamples(line: string): Promise<void> {
    this.showTab('review');
    this.#looks++;
    await this.review.setFilter(line);
  }

  /** Has the person asked where to keep a text, and says where it is. */
  async save(file: PanelParams<'saveAs'>): Promise<void> {
    await this.#attempt(async () => {
      const { saved } = await this.#channel.request('saveAs', file);
      if (saved === null) return;
      this.announcement = `Saved as ${saved}.`;
      this.changed();
    });
  }

  dismissNotice(): void {
    this.notice = null;
    this.changed();
  }

  /** A message that broke the contract, as the channel reports it. */
  report(problem: string): void {
    this.#note(problem);
  }

  #listen(): void {
    this.#channel.on('changed', ({ revision }) => {
      if (revision <= this.#revision) return;
      this.#revision = revision;
      void this.#refresh();
    });
    this.#channel.on('focus', (focus) => {
      if (this.phase === 'open') void this.#follow(focus);
      else this.#pushed = focus;
    });
    this.#channel.on('trust', ({ trusted }) => {
      this.trusted = trusted;
      this.changed();
    });
    this.#channel.on('progress', (progress) => {
      this.progress = progress;
      this.review.told(progress);
      this.changed();
    });
  }

  async #follow(focus: PanelFocus): Promise<void> {
    this.#remember({ focus });
    await this.look(focus);
  }

  async #resume(left: Intent): Promise<void> {
    this.review.selected = left.sample;
    this.review.draft = left.draft?.sample === null ? null : left.draft;
    const concept = left.concept === null ? null : this.graph.openConcept(left.concept);
    await Promise.all([this.graph.showScope(left.scope), this.review.setFilter(left.filter, true), concept]);
  }

  async #lookAtConcept(concept: string): Promise<void> {
    const shown = this.graph.model?.nodes.some((node) => node.id === concept) ?? false;
    await Promise.all([
      this.graph.openConcept(concept),
      shown ? null : this.graph.showScope({ kind: 'concept', concept }),
      this.review.setFilter(withPlace(this.review.filterText, { kind: 'concept', concept })),
    ]);
  }

  /** The sample, among those of its first reference's file when it has nothing to do with what is listed. */
  async #lookAtSample(sample: string): Promise<void> {
    const look = this.#looks;
    await this.review.select(sample, this.review.listing.pages.rowOf(sample));
    if (look !== this.#looks) return;
    const files = this.review.sample?.references.map((reference) => reference.file) ?? [];
    const { scope } = this.graph;
    const [first] = files;
    const here = scope.kind === 'file' ? files.includes(scope.file) : this.graph.view.value !== null;
    const place = here || first === undefined ? scope : ({ kind: 'file', file: first } as const);
    const listed = here && this.review.listing.pages.rowOf(sample) !== null;
    await Promise.all([here ? null : this.graph.showScope(place), listed ? null : this.review.setFilter(withPlace('', place), true)]);
  }

  /** All samples that a line leaves, whatever file they grew from, or none. */
  async #lookAtFilter(line: string): Promise<void> {
    this.graph.closeConcept();
    await Promise.all([this.graph.showScope({ kind: 'all' }), this.review.setFilter(line)]);
  }

  async #lookAtSnapshots({ from, to }: Pick<SnapshotsChoice, 'to'> & { readonly from: string }): Promise<void> {
    this.#remember({ snapshots: { from, to, kind: null } });
    this.showTab('snapshots');
    this.snapshots.store?.look();
    if (this.graph.view.value === null) await this.look(this.#lastPlace());
  }

  /** The plan, and behind it what was shown, or all, so that the other parts are there when they are turned to. */
  async #lookAtPlan(): Promise<void> {
    this.showTab('plan');
    if (this.graph.view.value !== null) return;
    const { scope } = this.intent;
    await Promise.all([this.graph.showScope(scope), this.review.setFilter(withPlace(this.review.filterText, scope))]);
  }

  #lastPlace(): PanelFocus {
    return this.intent.file === null ? { kind: 'all' } : { kind: 'file', file: this.intent.file };
  }

  /** Snapshots, not deltas: fetches again what is shown; changes meanwhile are one more round, not one each. */
  async #refresh(): Promise<void> {
    this.#stale = true;
    if (this.#refreshing || this.phase !== 'open') return;
    this.#refreshing = true;
    while (this.#isStale()) {
      await Promise.all([this.#refreshProject(), this.review.refresh(), this.graph.loadDetail()]);
    }
    this.#refreshing = false;
  }

  /** A method, because the flag is set again while a round is awaited. */
  #isStale(): boolean {
    const stale = this.#stale;
    this.#stale = false;
    return stale;
  }

  async #refreshProject(): Promise<void> {
    await Promise.all([this.#loadStatus(), this.graph.loadView()]);
    await this.#loadSets();
  }

  async #loadStatus(): Promise<boolean> {
    return this.status.load(() => this.#channel.request('status', {}));
  }

  /** Sets depend on the graph alone: decisions on samples leave them as they are. */
  async #loadSets(): Promise<void> {
    const status = this.status.value;
    if (status === null || status.topics === 0) return;
    const of = JSON.stringify([status.topics, status.concepts, status.edges, status.units]);
    if (of === this.#setsOf) return;
    this.#setsOf = of;
    await this.graph.loadSets();
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      this.#note(messageOf(cause));
    }
  }

  #note(notice: string): void {
    this.notice = notice;
    this.changed();
  }

  #remember(part: Partial<Intent>): void {
    const intent = { ...this.intent, ...part };
    if (JSON.stringify(intent) === JSON.stringify(this.intent)) return;
    this.intent = intent;
    this.#storage.save(intent);
  }
}

function sameFocus(a: PanelFocus, b: PanelFocus): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
