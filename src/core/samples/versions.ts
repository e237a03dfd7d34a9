/**
 * The versions of a sample and what they are called. An id follows from the sample, the version it was made from and its
 * content: people who edit one sample on two branches get two ids, and the same edit made twice gets one.
 *
 * Journals of format 1 count instead (first, second …), so that after a merge two texts may bear one id. Such an id names no
 * version: each text gets the id that follows from its content, and what was said of the shared id is told apart by these
 * rules. A version made from it was made from the last one its own author had made before, else from the last before of
 * anybody. Scores go to the text that alone bore the id when they were given, and to none where several did: which of them
 * the judge read is not known, and it can be asked again.
 */
import { shortHash } from '../hash.ts';
import { withoutJudgement } from '../quality/judgement.ts';
import type { JournalEvent } from './events.ts';
import type { Fields, SampleVersion } from './sample.ts';
import type { Content } from './shapes/index.ts';
import { shaped } from './shapes/legacy.ts';

/** Id of a version; `parent` is the id of the one it was made from, null for the first. */
export function versionId(sample: string, parent: string | null, content: Content): string {
  return shortHash(JSON.stringify([sample, parent, canonical(content)]));
}

/** JSON with the keys of every object in one order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
    .join(',')}}`;
}

/** True for two contents that read the same to a trainer. */
export const sameContent = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

/** True for a version that a hand made of another. One that was imported may have no model either, and is of nobody known. */
export const isEditedByHand = ({ model, parent }: Pick<SampleVersion, 'model' | 'parent'>): boolean => model === null && parent !== null;

type VersionEvent = Extract<JournalEvent, { type: 'sample.generated' | 'sample.regenerated' | 'sample.edited' }>;

/** True for an event that gives a sample a text. */
export function makesVersion(event: JournalEvent): event is VersionEvent {
  return event.type === 'sample.generated' || event.type === 'sample.regenerated' || event.type === 'sample.edited';
}

/** A version as an event of any release holds it. */
type WrittenVersion = Extract<VersionEvent, { type: 'sample.regenerated' }>['version'];

/** Version that an event makes, with its id, but for what an edited one takes over from its parent. */
function written(event: VersionEvent): WrittenVersion {
  switch (event.type) {
    case 'sample.generated':
      return event.generated.version;
    case 'sample.regenerated':
      return event.version;
    case 'sample.edited':
      return {
        id: event.version,
        parent: event.parent,
        content: event.content,
        concepts: [],
        evidence: event.evidence,
        model: null,
        answerModel: null,
        prompt: null,
        answerPrompt: null,
        usage: null,
        instruction: null,
      };
  }
}

/** A version and the event that made it. */
interface Bearer {
  readonly event: string;
  readonly version: SampleVersion;
}

/** The versions that bear a shared id. */
interface Bearers {
  readonly first: Bearer;
  /** The first that is another version than `first`. */
  second: Bearer | undefined;
  last: SampleVersion;
  readonly lastBy: Map<string, SampleVersion>;
}

/** A version with all that it was made from, as far as they are known. */
interface Ancestry {
  readonly tip: string;
  readonly ids: Set<string>;
  /** Id at which what is known of them ends. */
  readonly end: string | null;
}

/** Versions of one sample, added in the order of their events. */
export class Versions {
  /** Ids that more than one text bears. */
  readonly #shared: ReadonlySet<string>;
  readonly #shape: (content: WrittenVersion['content']) => Content;
  readonly #byId = new Map<string, SampleVersion>();
  readonly #bearers = new Map<string, Bearers>();
  /** Ids that versions were made from. */
  readonly #parents = new Set<string>();
  /** What is known of the version that was last asked for. */
  #ancestry: Ancestry | undefined;

  /** @param events all of the sample, those of type other than these included. */
  constructor(events: readonly JournalEvent[]) {
    this.#shared = sharedIds(events);
    const first = events.find((event) => event.type === 'sample.generated');
    const { method = '', version } = first?.generated ?? {};
    this.#shape = (content) => shaped(content, method, version?.fields?.style);
  }

  /** Oldest first; no two with one id. */
  get all(): SampleVersion[] {
    return [...this.#byId.values()];
  }

  /** The version an event makes, or made before with the same text. @param current what an edit of an unknown parent takes over from */
  add(event: VersionEvent, current: SampleVersion | undefined): SampleVersion {
    const inJournal = written(event);
    const named: SampleVersion = { ...inJournal, content: this.#shape(inJournal.content) };
    const parent = named.parent === null ? undefined : this.#named(named.parent, event.by);
    const parentId = parent?.id ?? named.parent;
    const concepts = event.type === 'sample.edited' ? (parent ?? current)?.concepts : undefined;
    const id = this.#freeId(event, named, parentId);
    const known = this.#byId.get(id);
    const version = known ?? { ...named, id, parent: parentId, ...(concepts === undefined ? {} : { concepts }) };
    if (!known) this.#byId.set(id, version);
    if (parentId !== null) this.#parents.add(parentId);
    if (this.#shared.has(named.id)) this.#bear(named.id, event, version);
    return version;
  }

  #bear(id: string, { id: event, by }: VersionEvent, version: SampleVersion): void {
    const bearers = this.#bearers.get(id);
    if (bearers) {
      bearers.last = version;
      bearers.lastBy.set(by, version);
      if (version.id !== bearers.first.version.id) bearers.second ??= { event, version };
    } else this.#bearers.set(id, { first: { event, version }, second: undefined, last: version, lastBy: new Map([[by, version]]) });
  }

  /**
   * True where the current version was made of this one, or is it: made once more on a branch that knew nothing of what
   * followed, it takes no newer text's place.
   */
  isBehind({ id }: SampleVersion, current: SampleVersion): boolean {
    if (id === current.id) return true;
    return this.#parents.has(id) && this.#lineOf(current).has(id);
  }

  /** Ids of a version and of all that it was made from; what is known of the version last asked for is not walked again. */
  #lineOf({ id: tip }: SampleVersion): ReadonlySet<string> {
    const before = this.#ancestry;
    const fresh = new Set(before && [before.tip]);
    const end = this.#walk(fresh, tip);
    if (before?.tip === end) {
      for (const id of fresh) before.ids.add(id);
      // What was missing may have come since.
      this.#ancestry = { tip, ids: before.ids, end: this.#walk(before.ids, before.end) };
    } else {
      if (before) fresh.delete(before.tip);
      this.#ancestry = { tip, ids: fresh, end };
    }
    return this.#ancestry.ids;
  }

  /** Adds the ids of a version and of all that it was made from. @returns where that ends: at an id that is among them already, or is of no version here, or at null. */
  #walk(ids: Set<string>, from: string | null): string | null {
    let id = from;
    while (id !== null && !ids.has(id)) {
      const version = this.#byId.get(id);
      if (version === undefined) break;
      ids.add(id);
      id = version.parent;
    }
    return id;
  }

  /** An id under which no other text stands. */
  #freeId(event: VersionEvent, { id: named, content }: SampleVersion, parent: string | null): string {
    let id = this.#shared.has(named) ? versionId(event.sample, parent, content) : named;
    for (let other = this.#byId.get(id); other && !sameContent(other.content, content); other = this.#byId.get(id)) {
      id = shortHash(`${id}/${event.id}`);
    }
    return id;
  }

  /** The version that a person's event calls so, among those added before. */
  find(id: string, by: string): SampleVersion | undefined {
    return this.#named(id, by);
  }

  #named(id: string, by: string): SampleVersion | undefined {
    const bearers = this.#bearers.get(id);
    return this.#byId.get(id) ?? bearers?.lastBy.get(by) ?? bearers?.last;
  }

  /** Puts the last scores that each version was given in place of those it had; to be asked once all are added. */
  scored(events: readonly JournalEvent[]): (version: SampleVersion) => SampleVersion {
    const given = new Map<string, Fields>();
    for (const event of events) {
      if (event.type !== 'sample.judged') continue;
      const read = this.#readBy(event.version, event.id);
      if (read !== undefined) given.set(read, event.fields);
    }
    return (version) => {
      const scores = given.get(version.id);
      return scores === undefined ? version : { ...version, fields: { ...withoutJudgement(version.fields ?? {}), ...scores } };
    };
  }

  /** Id of the version that a judge read who called it so, where that is certain. */
  #readBy(named: string, event: string): string | undefined {
    if (this.#byId.has(named)) return named;
    const { first, second } = this.#bearers.get(named) ?? {};
    if (first === undefined || first.event >= event) return undefined;
    return second === undefined || second.event >= event ? first.version.id : undefined;
  }
}

function sharedIds(events: readonly JournalEvent[]): Set<string> {
  const contents = new Map<string, WrittenVersion['content']>();
  const shared = new Set<string>();
  for (const event of events) {
    if (!makesVersion(event)) continue;
    const { id, content } = written(event);
    const known = contents.get(id);
    if (known === undefined) contents.set(id, content);
    else if (!shared.has(id) && !sameContent(known, content)) shared.add(id);
  }
  return shared;
}
