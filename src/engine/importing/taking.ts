import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../../core/samples/events.ts';
import { type Content, shapeOf } from '../../core/samples/shapes/index.ts';
import { sampleTextKey } from '../../core/samples/text-key.ts';
import { sameContent } from '../../core/samples/versions.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { PassedTally } from '../outside/passed-rows.ts';
import type { Stepwise, Store } from '../storage/store.ts';
import { importedSample, type ImportedRow, type ImportSource } from './imported-sample.ts';

type TakeOptions = Pick<EngineArguments<'import'>, 'accept' | 'duplicates'>;

/** Reasons that are told of rows that would be read, but make no new sample. */
const known = 'is a sample of this project already';
const twin = 'says the same as a sample that is kept';

/** A row that can be read, with the id that its sample gets. */
export interface ImportCandidate extends ImportedRow {
  readonly id: string;
}

/** What an import has come to so far. */
export class Importing {
  readonly passed = new PassedTally();
  readonly left = new Map<string, number>();
  taken = 0;
  lost = 0;
  readonly #store: Store;
  readonly #steps: Stepwise;
  readonly #source: ImportSource;
  readonly #asked: TakeOptions;
  readonly #action = randomUUID();

  constructor(store: Store, steps: Stepwise, source: ImportSource, asked: TakeOptions) {
    this.#store = store;
    this.#steps = steps;
    this.#source = source;
    this.#asked = asked;
  }

  /** Makes samples of some rows, durable before it returns: in one write, so that each is whole or not there. */
  take(slice: readonly ImportCandidate[]): void {
    const there = new Set(this.#store.sampleIds({ id: slice.map(({ id }) => id) }));
    const fresh = new Set<string>();
    const events: NewEvent[] = [];
    for (const { id, ...row } of slice) {
      const reason = this.#reasonNot(id, row, there, fresh);
      if (reason !== null) {
        this.passed.add(reason, row.line);
        continue;
      }
      const { generated, left, lost } = importedSample(id, row, this.#source);
      events.push({ type: 'sample.generated', sample: id, generated, gate: null });
      if (this.#asked.accept) events.push({ type: 'sample.accepted', sample: id });
      for (const column of left) this.left.set(column, (this.left.get(column) ?? 0) + 1);
      this.lost += lost;
      this.taken++;
    }
    this.#steps.append(events, { action: this.#action });
  }

  #reasonNot(id: string, { row, content }: ImportedRow, there: ReadonlySet<string>, fresh: Set<string>): string | null {
    if (there.has(id) || (this.#source.isOwn && this.#hasVersion(row.id, content))) return known;
    if (this.#asked.duplicates) return null;
    const compared = shapeOf(content).compared(content);
    const key = sampleTextKey(compared);
    if (fresh.has(key) || this.#store.findExactDuplicate(compared) !== undefined) return twin;
    fresh.add(key);
    return null;
  }

  /** True where a sample of this id has said the same once: an import changes no sample that is there. */
  #hasVersion(id: unknown, content: Content): boolean {
    const sample = typeof id === 'string' ? this.#store.sample(id) : undefined;
    return sample?.versions.some((version) => sameContent(version.content, content)) ?? false;
  }
}
