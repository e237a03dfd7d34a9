import * as z from 'zod';
import type { ConceptKind } from './concept.ts';
import { cleanLabel, conceptKey } from './normalise.ts';

const names = z.array(z.string().min(1));

/** `.loom/concepts.yaml`: what a person decided about concepts. It applies on top of every extraction. */
export const curationFile = z.strictObject({
  /** The name to keep → the names that mean the same. */
  aliases: z.record(z.string(), names).default({}),
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
  const canonical = new Map<string, string>();
  const labels = new Map<string, string>();
  for (const [keep, aliases] of Object.entries(file.aliases)) {
    labels.set(conceptKey(keep), cleanLabel(keep));
    for (const alias of aliases) canonical.set(conceptKey(alias), conceptKey(keep));
  }
  for (const [name, shown] of Object.entries(file.renames)) labels.set(conceptKey(name), cleanLabel(shown));
  const banned = new Set(file.bans.map(conceptKey));
  const seeds = new Map<string, Seed>();
  const sow = (kind: ConceptKind, name: string): void => {
    const found = conceptKey(name);
    const key = canonical.get(found) ?? found;
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
    pinned: new Set(file.pins.map(conceptKey)),
    boosts: new Map(Object.entries(file.boosts).map(([name, factor]) => [conceptKey(name), factor])),
  };
}
