import type { ScalingPlan } from '../../../src/protocol/results.ts';
import {
  publishedCurves,
  publishedSeries,
  readAmount,
  readPoints,
  type PublishedCurve,
  type ReadPoints,
} from '../../../src/protocol/scaling.ts';
import type { HostChannel, PanelParams } from '../../ui/host-channel.ts';
import type { PlanChoice } from '../../ui/intent.ts';
import { messageOf } from '../../ui/resource.ts';
import { ViewStore } from '../../ui/store.ts';

export interface ScalingSurroundings {
  readonly choice: () => PlanChoice;
  readonly remember: (choice: PlanChoice) => void;
}

type Points = PanelParams<'plan/scaling'>['points'];

/** A curve of the table or of a paper, and what was fitted to it. */
export interface PlannedCurve {
  readonly name: string;
  readonly title: string;
  readonly points: Points;
  /** Paper's curve that it is; null for one of the table. */
  readonly published: PublishedCurve | null;
  readonly plan: ScalingPlan | null;
  /** Reason that nothing was fitted. */
  readonly error: string | null;
}

/** Redrawn fits of curves whose intervals nobody reads. */
const fewDraws = 20;

/** Scaling laws: points, what is asked of them, and what was fitted to them last. */
export class ScalingStore extends ViewStore {
  /** Curves as they were fitted last, the one whose figures are shown first. */
  curves: readonly PlannedCurve[] = [];
  fitting = false;
  /** What went wrong beside the points: a file that could not be read. */
  failure: string | null = null;
  read: ReadPoints;
  readonly #channel: HostChannel;
  readonly #surroundings: ScalingSurroundings;
  /** Choice that the curves are of. */
  #fitted = '';
  #fits = 0;

  constructor(channel: HostChannel, surroundings: ScalingSurroundings) {
    super();
    this.#channel = channel;
    this.#surroundings = surroundings;
    this.read = readPoints(this.choice.text);
  }

  get choice(): PlanChoice {
    return this.#surroundings.choice();
  }

  /** True while what is shown is of other points than the table's. */
  get isStale(): boolean {
    return this.#fitted !== JSON.stringify(this.choice);
  }

  /** Axis of the fits: the one that was chosen, where the table has it. */
  get axis(): 'D' | 'N' {
    const has = (axis: 'D' | 'N'): boolean => this.read.points.some((point) => point[axis] !== null);
    const { axis } = this.choice;
    const other = axis === 'D' ? 'N' : 'D';
    return !has(axis) && has(other) ? other : axis;
  }

  /** Names of the curves that the shown one can be compared with. */
  get comparable(): readonly string[] {
    const { read, axis } = this;
    const papers = read.metric === 'accuracy' && axis === 'D' ? publishedCurves.map(({ name }) => paperName(name)) : [];
    return [...read.curves.filter((name) => name !== this.#curve()), ...papers];
  }

  /** What is wrong with a number that was typed, or null. */
  problemOf(typed: string): string | null {
    return typed.trim() === '' || (readAmount(typed) ?? 0) > 0 ? null : 'A number above 0 is needed.';
  }

  look(): void {
    if (this.#fitted === '' && (this.choice.text !== '' || this.choice.published.length > 0)) void this.fit();
  }

  /** Takes what is typed, without fitting: half a table says nothing yet. */
  type(text: string): void {
    this.#surroundings.remember({ ...this.choice, text });
    this.read = readPoints(text);
    this.changed();
  }

  /** Takes a choice and fits by it. */
  choose(part: Partial<PlanChoice>): void {
    this.#surroundings.remember({ ...this.choice, ...part });
    this.read = readPoints(this.choice.text);
    void this.fit();
  }

  /** Has the person choose a file, whose text takes the place of what was typed. */
  async load(): Promise<void> {
    this.failure = null;
    try {
      const { opened } = await this.#channel.request('openCsv', {});
      if (opened !== null) this.choose({ text: opened.text, curve: null, against: null });
    } catch (cause) {
      this.failure = messageOf(cause);
      this.changed();
    }
  }

  /** Fits every curve of the table, and the published ones that are chosen. With a line that cannot be read, none of the table. */
  async fit(): Promise<void> {
    const fit = ++this.#fits;
    const fitted = JSON.stringify(this.choice);
    this.fitting = true;
    this.changed();
    const wanted = [...(this.read.problems.length === 0 ? this.#own() : []), ...this.#papers()];
    const curves = await Promise.all(wanted.map(async (curve, at) => ({ ...curve, ...(await this.#ask(curve, at === 0)) })));
    if (fit !== this.#fits) return;
    [this.curves, this.fitting, this.#fitted] = [curves, false, fitted];
    this.changed();
  }

  async #ask({ points, published }: Omit<PlannedCurve, 'plan' | 'error'>, isFirst: boolean): Promise<Pick<PlannedCurve, 'plan' | 'error'>> {
    const { target, gain } = this.choice;
    const [loss, plateauGain] = [readAmount(target) ?? 0, readAmount(gain) ?? 0];
    const against = isFirst && published === null ? this.#against() : null;
    try {
      const plan = await this.#channel.request('plan/scaling', {
        ...{ points, in: published === null ? this.axis : 'D' },
        ...(isFirst ? {} : { draws: fewDraws }),
        ...(loss > 0 ? { target: loss } : {}),
        ...(plateauGain > 0 ? { plateauGain } : {}),
        ...(against === null ? {} : { against }),
      });
      return { plan, error: null };
    } catch (cause) {
      return { plan: null, error: messageOf(cause) };
    }
  }

  /** Curves of the table, the chosen one first. */
  #own(): Omit<PlannedCurve, 'plan' | 'error'>[] {
    const first = this.#curve();
    const names = [...this.read.curves].sort((a, b) => Number(b === first) - Number(a === first));
    return names.map((name) => ({ name, title: name === '' ? 'your points' : name, points: this.#pointsOf(name), published: null }));
  }

  #papers(): Omit<PlannedCurve, 'plan' | 'error'>[] {
    if (this.axis === 'N') return [];
    return publishedCurves
      .filter(({ name }) => this.choice.published.includes(name))
      .map((published) => ({
        name: paperName(published.name),
        title: paperName(published.name),
        points: paperPoints(published),
        published,
      }));
  }

  #against(): PanelParams<'plan/scaling'>['against'] | null {
    const name = this.choice.against;
    if (name === null || !this.comparable.includes(name)) return null;
    if (this.read.curves.includes(name)) return { name, points: this.#pointsOf(name) };
    return { name, points: paperPoints(publishedCurves.find((each) => paperName(each.name) === name)!) };
  }

  #curve(): string {
    const { curve } = this.choice;
    return curve !== null && this.read.curves.includes(curve) ? curve : (this.read.curves[0] ?? '');
  }

  #pointsOf(name: string): Points {
    const { axis } = this;
    return this.read.points.flatMap((point) => {
      const x = point[axis];
      return point.curve === name && x !== null ? [{ x, loss: point.loss }] : [];
    });
  }
}

const paperName = (name: string): string => `${name} (published)`;

function paperPoints(curve: PublishedCurve): Points {
  const { x, loss } = publishedSeries(curve);
  return x.map((each, at) => ({ x: each, loss: loss[at]! }));
}
