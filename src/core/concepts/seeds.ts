import type { Curation, Seed } from './curation.ts';
import { mentionFinder } from './mentions.ts';

/**
 * The seeds that each passage's text names, by passage id: by their own name, by one that was merged into it, or by the
 * one they are shown with. One pass over each text, whatever the number of seeds.
 */
export function seedsNamed(passages: Iterable<{ readonly id: string; readonly text: string }>, curation: Curation): SeededPassages {
  const { seeds, canonical, labels } = curation;
  const named = new Map<string, readonly Seed[]>();
  if (seeds.size === 0) return named;
  const merged = Map.groupBy(canonical.keys(), (alias) => canonical.get(alias)!);
  const find = mentionFinder(
    [...seeds.keys()].flatMap((id) => {
      const key = id.slice(2);
      return [key, labels.get(key) ?? key, ...(merged.get(key) ?? [])].map((label) => ({ id, label }));
    }),
  );
  for (const { id, text } of passages) {
    const found = new Set(find(text).map(({ concept }) => concept));
    if (found.size > 0)
      named.set(
        id,
        [...found].flatMap((seed) => seeds.get(seed) ?? []),
      );
  }
  return named;
}

export type SeededPassages = ReadonlyMap<string, readonly Seed[]>;

/** The seeds that no passage names: in no graph, whatever is extracted. */
export function unnamedSeeds({ seeds }: Curation, named: SeededPassages): Seed[] {
  const found = new Set([...named.values()].flat());
  return [...seeds.values()].filter((seed) => !found.has(seed));
}
