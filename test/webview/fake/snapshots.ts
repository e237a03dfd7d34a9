/** Snapshots of the fake project: copies of its samples, compared as the engine compares states. */
import { labelOf, partsOf } from '../../../src/core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';
import type { FakeProject } from './project.ts';

type Detail = EngineResult<'samples/get'>;
type Listed = EngineResult<'snapshots/list'>['snapshots'][number];
type Change = EngineResult<'snapshots/compare'>['changes'][number];
interface Kept {
  readonly listed: Listed;
  readonly samples: ReadonlyMap<string, Detail>;
}

export class FakeSnapshots {
  readonly #project: FakeProject;
  #kept: Kept[] = [];
  #taken = 0;

  constructor(project: FakeProject) {
    this.#project = project;
  }

  list(): EngineResult<'snapshots/list'> {
    return { snapshots: this.#kept.map(({ listed }) => listed) };
  }

  take({ name, note = null }: { readonly name: string; readonly note?: string | null | undefined }): EngineResult<'snapshots/take'> {
    if (this.#kept.some(({ listed }) => listed.name === name)) throw new Error(`there is a snapshot “${name}” already`);
    const { samples } = this.#project.status();
    const at = new Date(Date.UTC(2026, 2, 14, 9, ++this.#taken)).toISOString();
    const listed = { id: `s-${this.#taken}`, name, note, at, by: 'reader', samples };
    this.#kept.unshift({ listed, samples: this.#now() });
    this.#project.revision++;
    return { snapshot: listed, revision: this.#project.revision };
  }

  drop({ snapshot }: EngineArguments<'snapshots/drop'>): EngineResult<'snapshots/drop'> {
    const { listed } = this.#find(snapshot);
    this.#kept = this.#kept.filter((each) => each.listed !== listed);
    this.#project.revision++;
    return { name: listed.name, revision: this.#project.revision };
  }

  compare({ from, to, kinds, offset, limit }: EngineArguments<'snapshots/compare'>): EngineResult<'snapshots/compare'> {
    const [before, after] = [from, to].map((state) => (state === 'now' ? this.#now() : this.#find(state).samples)) as [
      Kept['samples'],
      Kept['samples'],
    ];
    const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
    const all = ids.flatMap((id) => changeOf(id, before.get(id), after.get(id)) ?? []);
    const chosen = all.filter((each) => kinds === undefined || each.kinds.some((kind) => kinds.includes(kind)));
    const count = (kind: Change['kinds'][number]) => all.filter((each) => each.kinds.includes(kind)).length;
    const counts = {
      added: count('added'),
      removed: count('removed'),
      edited: count('edited'),
      redecided: count('redecided'),
      rejudged: count('rejudged'),
    };
    return { from, to, counts, differing: all.length, total: chosen.length, changes: chosen.slice(offset, offset + limit) };
  }

  /** Takes back what was decided until all is as it was. */
  restore({ snapshot }: EngineArguments<'snapshots/restore'>): EngineResult<'snapshots/restore'> {
    const { listed } = this.#find(snapshot);
    const left = () => this.compare({ from: snapshot, to: 'now', offset: 0, limit: 500 }).changes.map(({ sample }) => sample);
    const changed = left();
    const before = changed.length === 0 ? null : this.take({ name: `before restoring ${listed.name}` }).snapshot;
    while (left().length > 0 && this.#project.status().canUndo) this.#project.undo();
    return {
      changed,
      asked: changed.length,
      refused: [],
      cancelled: false,
      name: listed.name,
      before,
      madeSince: 0,
      revision: this.#project.revision,
    };
  }

  #now(): Map<string, Detail> {
    const { samples } = this.#project.list({ filter: {}, offset: 0, limit: 1000 });
    return new Map(samples.map(({ id }) => [id, structuredClone(this.#project.sample({ sample: id }))]));
  }

  #find(named: string): Kept {
    const found = this.#kept.find(({ listed }) => listed.name === named || listed.id === named);
    if (found === undefined) throw new Error(`there is no snapshot “${named}”`);
    return found;
  }
}

function changeOf(sample: string, before: Detail | undefined, after: Detail | undefined): Change | undefined {
  const shown = (after ?? before)!;
  const old = new Map((before === undefined ? [] : partsOf(before.current.content)).map(({ name, text }) => [name, text]));
  const parts = partsOf(shown.current.content)
    .map(({ name, label, text }) => ({ name, label, before: old.get(name) ?? null, after: after === undefined ? null : text }))
    .filter((part) => part.before !== part.after);
  const both = before !== undefined && after !== undefined;
  const kinds: Change['kinds'] = [
    ...(before === undefined ? (['added'] as const) : []),
    ...(after === undefined ? (['removed'] as const) : []),
    ...(both && parts.length > 0 ? (['edited'] as const) : []),
    ...(both && before.status !== after.status ? (['redecided'] as const) : []),
  ];
  if (kinds.length === 0) return undefined;
  return {
    sample,
    kinds,
    label: labelOf(shown.current.content),
    methodTitle: shown.methodTitle,
    before: sideOf(before),
    after: sideOf(after),
    parts,
  };
}

const sideOf = (detail: Detail | undefined): Change['before'] =>
  detail === undefined
    ? null
    : {
        status: detail.status,
        reason: detail.reason,
        by: detail.reviewer,
        at: detail.reviewer === null ? null : detail.changedAt,
        judge: null,
      };
