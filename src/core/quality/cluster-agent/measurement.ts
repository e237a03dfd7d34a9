import type { JournalEvent } from '../../samples/events.ts';
import { type MergedGroup, MergedGroups } from './named-groups.ts';
import { countProposals, type CountedCriterion, type GroupingCriterion, type CriterionKind, criterionKinds } from './proposals.ts';
import { type DiversityScore, diversityScore, scoreOfRound } from './score.ts';

const types = ['criteria.proposed', 'criteria.merged', 'criteria.phrased', 'samples.clustered'] as const;

/** An event of a measurement of diversity. */
export type MeasuringEvent = Extract<JournalEvent, { readonly type: (typeof types)[number] }>;

export const isMeasuring = (event: JournalEvent): event is MeasuringEvent => types.some((type) => type === event.type);

/** A criterion as readers of samples were told it. */
export interface PhrasedCriterion extends GroupingCriterion {
  readonly kind: CriterionKind;
  readonly line: string;
}

/** Fold of a measurement's events, as far as it has come. What comes twice, after a merge of two clones, counts once: the first. */
export class Measurement {
  readonly #proposed = new Map<number, Readonly<Record<CriterionKind, readonly GroupingCriterion[]>>>();
  readonly #merged = new Map<string, readonly GroupingCriterion[]>();
  #lines: readonly string[] | null = null;
  readonly #rounds = new Map<number, number | null>();
  readonly #groups = new MergedGroups();
  readonly #mended = { unknown: 0, repeated: 0, unplaced: 0 };

  add(event: MeasuringEvent): void {
    switch (event.type) {
      case 'criteria.proposed':
        if (!this.#proposed.has(event.draw)) this.#proposed.set(event.draw, event);
        break;
      case 'criteria.merged':
        if (!this.#merged.has(event.kind)) this.#merged.set(event.kind, event.criteria);
        break;
      case 'criteria.phrased':
        this.#lines ??= event.lines;
        break;
      case 'samples.clustered':
        this.#addRound(event);
        break;
    }
  }

  #addRound({ round, clusters, unknown, repeated, unplaced }: Extract<MeasuringEvent, { type: 'samples.clustered' }>): void {
    if (this.#rounds.has(round)) return;
    this.#rounds.set(round, scoreOfRound(clusters.map(({ samples, valid }) => ({ size: samples.length, valid }))));
    for (const group of clusters) this.#groups.add(group);
    this.#mended.unknown += unknown;
    this.#mended.repeated += repeated;
    this.#mended.unplaced += unplaced;
  }

  /** Number of draws that gave criteria. */
  get draws(): number {
    return this.#proposed.size;
  }

  /** Criteria of one kind that the draws gave, in the draws' order whichever was answered first. */
  proposals(kind: CriterionKind): { shown: CountedCriterion[]; leftOut: number } {
    const draws = [...this.#proposed].sort(([a], [b]) => a - b).map(([, found]) => found[kind]);
    return countProposals(draws);
  }

  /** Criteria that are left of one kind; undefined before they were merged. */
  merged(kind: CriterionKind): readonly GroupingCriterion[] | undefined {
    return this.#merged.get(kind);
  }

  /** Lines that samples are grouped by; null before there are any. */
  get lines(): readonly string[] | null {
    return this.#lines;
  }

  /** All criteria with their lines, those of metadata first; none before they are worded. */
  get criteria(): PhrasedCriterion[] {
    const lines = this.#lines ?? [];
    const all = criterionKinds.flatMap((kind) => (this.merged(kind) ?? []).map((criterion) => ({ ...criterion, kind })));
    return all.flatMap((criterion, at) => (lines[at] === undefined ? [] : [{ ...criterion, line: lines[at] }]));
  }

  get score(): DiversityScore {
    return diversityScore([...this.#rounds.values()]);
  }

  get groups(): MergedGroup[] {
    return this.#groups.all();
  }

  /** What had to be mended in replies: see `parseGroups`. */
  get mended(): { readonly unknown: number; readonly repeated: number; readonly unplaced: number } {
    return { ...this.#mended };
  }
}
