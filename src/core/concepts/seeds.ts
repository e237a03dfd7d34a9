import type { Curation, Seed } from './curation.ts';
import { mentionFinder } from './mentions.ts';

/**
 * Finds the seeds that each passage's text names, by passage id: by their own name, by one that was merged into it, or by
 * the one they are shown with. One pass over each text, whatever the number of seeds.
 */
export function seedFinder(curation: Curation): (passages: Iterable<{ readonly id: string; readonly text: string }>) => SeededPassages {
  const { seeds, canonical, labels } = curation;
  if (seeds.size === 0) return () => none;
  const merged = Map.groupBy(canonical.keys(), (alias) => canonical.get(alias)!);
  const find = mentionFinder(
    [...seeds.keys()].flatMap((id) => {
      const key = id.slice(2);
      return [key, labels.get(key) ?? key, ...(merged.get(key) ?? [])].map((label) => ({ id, label }));
    }),
  );
  return (passages) => {
    const named = new Map<string, readonly Seed[]>();
    for (const { id, text } of passages) {
      const found = new Set(find(text).map(({ concept }) => concept));
      if (found.size > 0)
        named.set(
          id,
          [...found].flatMap((seed) => seeds.get(seed) ?? []),
        );
    }
    return named;
  };
}

const none: SeededPassages = new Map();

export type SeededPassages = ReadonlyMap<string, readonly Seed[]>;

/** The seeds that no passage names: in no graph, whatever is extracted. */
export function unnamedSeeds({ seeds }: Curation, named: Iterable<SeededPassages>): Seed[] {
  const found = new Set<Seed>();
  for (const passages of named) for (const each of passages.values()) for (const seed of each) found.add(seed);
  return [...seeds.values()].filter((seed) => !found.has(seed));
}
