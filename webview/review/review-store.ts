import { parseLine, type LineProblem } from '../../src/protocol/filter.ts';
import type { PartTexts } from '../../src/protocol/shapes.ts';
import type { HostNotifications } from '../../src/protocol/webview.ts';
import type { HostChannel, PanelResult } from '../ui/host-channel.ts';
import { suggester, type Suggest } from '../ui/filter-suggestions.ts';
import type { FormDraft, SampleOrder } from '../ui/intent.ts';
import { messageOf, Resource } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';
import { counted } from '../ui/words.ts';
import { Checked } from './checked.ts';
import { decided, decidedOn, regenerated } from './format.ts';
import { Listing } from './listing.ts';
import type { SampleDetail } from '../../src/protocol/results.ts';

const pauseInTyping = 150;

/** Messages of the review to the rest of the panel. */
interface Surroundings {
  /** To be spoken, and shown beside the actions. */
  announce(message: string): void;
  /** A decision of this panel made the project's state this revision. */
  decided(revision: number): void;
}

export type ReviewWork = 'accept' | 'reject' | 'edit' | 'regenerate' | 'undo' | 'redo' | 'check';

/** The lower part of the panel: which samples are listed, which one is looked at, and what is being done to it. */
export class ReviewStore extends ViewStore {
  filterText = '';
  /** Problem of the filter as it is typed; the samples listed then are those that an earlier filter left. */
  filterProblem: LineProblem | null = null;
  selected: string | null = null;
  /** Row of the selected sample in the list, as far as known. */
  row: number | null = null;
  draft: FormDraft | null = null;
  /** True while the change from the previous version is shown in place of the text. */
  comparing = false;
  working: ReviewWork | null = null;
  /** Progress of the work under way, where it takes long. */
  progress: HostNotifications['progress'] = null;
  /** Reason that the last action failed, and the way to do it again. */
  failure: { readonly message: string; readonly retry: () => void } | null = null;
  readonly checked = new Checked();
  readonly listing: Listing;
  readonly suggest: Suggest;
  readonly detail = new Resource<SampleDetail>(() => {
    this.changed();
  });
  readonly #channel: HostChannel;
  readonly #around: Surroundings;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(channel: HostChannel, around: Surroundings) {
    super();
    this.#channel = channel;
    this.#around = around;
    this.suggest = suggester(channel, (message) => {
      around.announce(message);
    });
    this.listing = new Listing(channel, () => {
      this.changed();
    });
  }

  /** The sample that is looked at, once it is here. */
  get sample(): SampleDetail | null {
    const { value } = this.detail;
    return value?.id === this.selected ? value : null;
  }

  /** The form that is open on what is looked at. */
  get openDraft(): FormDraft | null {
    const { draft } = this;
    if (draft === null) return null;
    const target = this.checked.size > 0 ? null : this.selected;
    return draft.sample === target ? draft : null;
  }

  /** The filter as it is being typed: a list for every letter would be asked for and thrown away. */
  typeFilter(text: string): void {
    clearTimeout(this.#typing);
    this.filterText = text;
    this.#typing = setTimeout(() => {
      void this.setFilter(text);
    }, pauseInTyping);
    this.changed();
  }

  /** `keep` leaves the selected sample selected even where the list does not show it. */
  async setFilter(text: string, keep = false): Promise<void> {
    clearTimeout(this.#typing);
    this.filterText = text;
    const parsed = parseLine(text);
    this.filterProblem = 'problem' in parsed ? parsed.problem : null;
    if ('problem' in parsed && !this.listing.loading) {
      this.changed();
      return;
    }
    this.checked.clear();
    await this.listing.setFilter('filter' in parsed ? parsed.filter : {});
    if (this.filterText !== text) return;
    this.row = this.selected === null ? null : this.listing.pages.rowOf(this.selected);
    if (this.row === null && !(keep && this.selected !== null)) await this.#selectRow(this.listing.pages.nextPending(0) ?? 0);
    else await this.#loadDetail();
  }

  /** Lists the samples in another order, and goes to the first to review in it. */
  async setOrder(order: SampleOrder): Promise<void> {
    const { listing } = this;
    if (order === listing.order) return;
    // Rows stand elsewhere then: neither the place nor a range begun before means the same.
    this.row = null;
    this.checked.forgetRows();
    await listing.setOrder(order);
    if (listing.order === order) await this.#selectRow(listing.pages.nextPending(0) ?? 0);
  }

  /** Something changed elsewhere: shows the list and the sample as they are now, at the same place. */
  async refresh(): Promise<void> {
    await Promise.all([this.listing.refresh(), this.#loadDetail()]);
    if (this.selected === null) await this.#selectRow(this.listing.pages.nextPending(0) ?? 0);
    else this.row = this.listing.pages.rowOf(this.selected) ?? this.row;
    this.changed();
  }

  async select(sample: string, row: number | null): Promise<void> {
    this.row = row;
    if (this.selected !== sample) {
      this.selected = sample;
      this.comparing = false;
      this.failure = null;
    }
    this.changed();
    await this.#loadDetail();
  }

  /** Selects the sample so many rows on. */
  async move(rows: number): Promise<void> {
    const { total } = this.listing.pages;
    await this.#selectRow(this.row === null ? 0 : Math.max(0, Math.min(total - 1, this.row + rows)));
  }

  async #selectRow(row: number): Promise<void> {
    const sample = await this.listing.at(row);
    if (sample !== null) await this.select(sample.id, row);
    else if (this.listing.pages.total === 0) this.#deselect();
    this.changed();
  }

  #deselect(): void {
    this.selected = null;
    this.row = null;
    this.detail.clear();
  }

  async #loadDetail(): Promise<void> {
    const sample = this.selected;
    if (sample !== null) await this.detail.load(() => this.#channel.request('samples/get', { sample }));
  }

  retryDetail(): void {
    void this.#loadDetail();
  }

  compare(on: boolean): void {
    this.comparing = on;
    this.changed();
  }

  setDraft(draft: FormDraft | null): void {
    this.draft = draft;
    this.changed();
  }

  check(sample: string, row: number | null): void {
    this.checked.toggle(sample, row);
    this.changed();
  }

  checkTo(row: number): void {
    this.checked.extend(row, this.listing.pages);
    this.changed();
  }

  checkAll(): void {
    this.#work('check', async () => {
      this.checked.set(await this.listing.ids());
      return `${counted(this.checked.size, 'sample')} selected.`;
    });
  }

  uncheck(): void {
    this.checked.clear();
    this.changed();
  }

  /** Accepts; what was held back before it was answered is answered instead, for a person to see before deciding. */
  accept(): void {
    if (this.checked.size === 0 && this.sample?.needsAnswer === true) {
      this.#answer(this.sample.id);
      return;
    }
    this.#decide('accept', (samples) => this.#channel.request('review/accept', { samples }), 'accepted');
  }

  reject(reason: string): void {
    this.#decide('reject', (samples) => this.#channel.request('review/reject', { samples, reason }), 'rejected');
  }

  /** @param parts texts by the names of the parts that they stand in */
  edit(parts: PartTexts): void {
    const sample = this.selected;
    if (sample === null) return;
    if (Object.keys(parts).length === 0) {
      this.setDraft(null);
      return;
    }
    this.#work('edit', async () => {
      const { revision } = await this.#channel.request('review/edit', { sample, parts });
      this.draft = null;
      await this.#settle(revision);
      return 'Edited.';
    });
  }

  regenerate(instruction: string): void {
    const samples = this.#targets();
    if (samples.length === 0) return;
    this.#work('regenerate', async () => {
      const said = instruction.trim();
      const result = await this.#channel.request('review/regenerate', { samples, instruction: said === '' ? null : said });
      if (result.changed.length === 0) throw new Error(result.reason ?? result.failures[0]?.reason ?? 'Nothing was regenerated.');
      this.draft = null;
      this.checked.clear();
      this.comparing = this.selected !== null && result.changed.includes(this.selected);
      await this.#settle(result.revision);
      return regenerated(samples.length, result);
    });
  }

  #answer(sample: string): void {
    this.#work('regenerate', async () => {
      const { changed, failures, reason, revision } = await this.#channel.request('review/regenerate', {
        samples: [sample],
        answerOnly: true,
      });
      if (changed.length === 0) throw new Error(reason ?? failures[0]?.reason ?? 'It was not answered.');
      await this.#settle(revision);
      return 'Let in, with its answer: accept it, or not.';
    });
  }

  undo(): void {
    this.#turn('undo', 'Undone');
  }

  redo(): void {
    this.#turn('redo', 'Redone');
  }

  #turn(work: 'undo' | 'redo', said: string): void {
    this.#work(work, async () => {
      const { what, changed, revision } = await this.#channel.request(`review/${work}`, {});
      if (what === null) return `Nothing to ${work}.`;
      const [sample] = changed;
      this.comparing = false;
      if (sample !== undefined) this.selected = sample;
      await this.#settle(revision);
      return `${said}: ${what}.`;
    });
  }

  #targets(): string[] {
    if (this.checked.size > 0) return this.checked.list();
    return this.selected === null ? [] : [this.selected];
  }

  /** Takes the host's report of the work under way. */
  told(progress: HostNotifications['progress']): void {
    if (this.working === null) return;
    this.progress = progress;
    this.changed();
  }

  /** Calls off what is being decided; what was decided so far stays. */
  cancel(): void {
    void this.#channel.request('cancel', {}).catch((cause: unknown) => {
      this.#around.announce(messageOf(cause));
    });
  }

  #decide(work: 'accept' | 'reject', send: (samples: string[]) => Promise<PanelResult<'review/accept'>>, verb: string): void {
    const samples = this.#targets();
    if (samples.length === 0) return;
    const { selected } = this;
    this.#work(work, async () => {
      const result = await send(samples);
      const { revision } = result;
      if (this.selected === selected) this.draft = null;
      this.checked.clear();
      this.#around.decided(revision);
      await this.listing.refresh();
      await this.#advance(selected);
      return decided(decidedOn(verb, result), this.listing.pages.counts.pending);
    });
  }

  /**
   * To the next sample to review: after the decided one where the list still shows it, else the one that took its place.
   * Nowhere when another was chosen meanwhile.
   */
  async #advance(from: string | null): Promise<void> {
    const { listing } = this;
    const at = from === null ? null : listing.pages.rowOf(from);
    const next = await listing.nextPending(at === null ? (this.row ?? 0) : at + 1);
    if (this.selected !== from) return;
    if (next !== null) return this.#selectRow(next);
    const elsewhere = await listing.anyPending();
    if (this.selected !== from) return;
    if (elsewhere !== null) return this.select(elsewhere.id, null);
    return this.#selectRow(at ?? Math.max(0, Math.min(this.row ?? 0, listing.pages.total - 1)));
  }

  async #settle(revision: number): Promise<void> {
    this.#around.decided(revision);
    await this.refresh();
  }

  /** One action at a time: a key pressed twice must not decide on a sample that was never seen. */
  #work(work: ReviewWork, act: () => Promise<string>): void {
    if (this.working !== null) return;
    this.working = work;
    this.failure = null;
    this.changed();
    const retry = (): void => {
      this.#work(work, act);
    };
    void act()
      .then((message) => {
        this.#around.announce(message);
      })
      .catch((cause: unknown) => {
        this.failure = { message: messageOf(cause), retry };
      })
      .finally(() => {
        this.working = null;
        this.progress = null;
        this.changed();
      });
  }
}
