import * as z from 'zod';
import type { ConceptKind } from './concept.ts';
import { cleanLabel, conceptKey } from './normalise.ts';

const names = z.array(z.string().min(1));

/** `.loom/concepts.yaml`: what a person decided about concepts. It applies on top of every extraction. */
export const curationFile = z.strictObject({
  /** The name to keep → the names that mean the same; what is kept here may be merged into another name in turn. */
  aliases: z.record(z.string(), names).superRefine(checkMerges).default({}),
  /** Found name → the name to show. */
  renames: z.record(z.string(), z.string().min(1)).default({}),
  /** Never in the graph. */
  bans: names.default([]),
  /** In every sampled set. */
  pins: names.default([]),
  /** Name → factor on the probability of stepping to it. */
  boosts: z.record(z.string(), z.number().positive().max(1000)).default({}),
  /** In the graph wherever a passage's text names them, whether a model found them there or not. */
  seeds: z.strictObject({ topics: names.default([]), concepts: names.default([]) }).prefault({}),
});

/** A topic or key concept that a person put into the vocabulary. */
export interface Seed {
  readonly kind: ConceptKind;
  readonly name: string;
}

/** The same decisions by concept key, ready to apply. */
export interface Curation {
  readonly canonical: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly banned: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  readonly boosts: ReadonlyMap<string, number>;
  /** By concept id; none that is banned, and none as a key concept that is a topic too. */
  readonly seeds: ReadonlyMap<string, Seed>;
}

export const noCuration: Curation = curate(curationFile.parse({}));

export function curate(file: z.infer<typeof curationFile>): Curation {
  const merges = mergesOf(file.aliases);
  const canonical = new Map([...merges.keys()].map((key) => [key, lastOf(key, merges)]));
  const mergedKey = (name: string): string => lastOf(conceptKey(name), merges);
  const labels = new Map(Object.keys(file.aliases).map((keep) => [conceptKey(keep), cleanLabel(keep)]));
  for (const [name, shown] of Object.entries(file.renames)) labels.set(conceptKey(name), cleanLabel(shown));
  const banned = new Set(file.bans.map(conceptKey));
  const seeds = new Map<string, Seed>();
  const sow = (kind: ConceptKind, name: string): void => {
    const found = conceptKey(name);
    const key = mergedKey(name);
    if (key === '' || banned.has(found) || banned.has(key) || seeds.has(`t:${key}`)) return;
    seeds.set(`${kind === 'topic' ? 't' : 'c'}:${key}`, { kind, name });
    if (!labels.has(key)) labels.set(key, cleanLabel(name));
  };
  for (const name of file.seeds.topics) sow('topic', name);
  for (const name of file.seeds.concepts) sow('concept', name);
  return {
    canonical,
    labels,
    seeds,
    banned,
    pinned: new Set(file.pins.map(mergedKey)),
    boosts: new Map(Object.entries(file.boosts).map(([name, factor]) => [mergedKey(name), factor])),
  };
}

type Aliases = Readonly<Record<string, readonly string[]>>;

/** Concept key → the key it is merged into. */
function mergesOf(aliases: Aliases): Map<string, string> {
  const merges = new Map<string, string>();
  for (const [keep, names] of Object.entries(aliases)) {
    for (const name of names) if (conceptKey(name) !== conceptKey(keep)) merges.set(conceptKey(name), conceptKey(keep));
  }
  return merges;
}

/** Key that merges lead to in the end. */
function lastOf(key: string, merges: ReadonlyMap<string, string>): string {
  const next = merges.get(key);
  return next === undefined ? key : lastOf(next, merges);
}

/** A name is merged into one other, and not, by way of whatever names, into itself. */
function checkMerges(aliases: Aliases, context: z.RefinementCtx): void {
  const merges = new Map<string, string>();
  for (const [keep, names] of Object.entries(aliases)) {
    for (const [at, name] of names.entries()) {
      const [from, into] = [conceptKey(name), conceptKey(keep)];
      if (from === into) continue;
      const other = merges.get(from);
      const problem =
        other !== undefined && other !== into
          ? `“${name}” is merged into “${other}” already; leave it in one of the two lists`
          : lastOf(into, merges) === from
            ? `“${name}” would be merged into itself, by way of “${keep}”; take one of the two merges out`
            : null;
      if (problem === null) merges.set(from, into);
      else context.addIssue({ code: 'custom', message: problem, path: [keep, at] });
    }
  }
}
