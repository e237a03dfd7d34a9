import * as z from 'zod';
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
});

/** The same decisions by concept key, ready to apply. */
export interface Curation {
  readonly canonical: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly banned: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  readonly boosts: ReadonlyMap<string, number>;
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
  return {
    canonical,
    labels,
    banned: new Set(file.bans.map(conceptKey)),
    pinned: new Set(file.pins.map(conceptKey)),
    boosts: new Map(Object.entries(file.boosts).map(([name, factor]) => [conceptKey(name), factor])),
  };
}
