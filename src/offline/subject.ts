import type { CorpusStatistics } from './statistics.ts';

/** Endings and words by which English names fields of study. */
const field =
  /(?:^|\s)(?:\p{L}{3,}(?:ology|ography|onomy|istry|ometry|onautics|ynamics)|physics|mathematics|economics|electronics|linguistics|genetics|mechanics|optics|ethics|politics|statistics|robotics|acoustics|literature|philosophy|medicine|engineering|algebra|calculus|agriculture|accounting|marketing|anatomy|\p{L}+ science)$/u;
const known = new WeakMap<CorpusStatistics, { readonly passages: number; readonly subject: string }>();

/**
 * The field a corpus is about: the field of study it names most, or else the phrase that most of its passages share;
 * "unknown" while nothing stands out.
 */
export function corpusSubject(statistics: CorpusStatistics): string {
  const before = known.get(statistics);
  if (before?.passages === statistics.passages) return before.subject;
  const subject = strongest(statistics);
  known.set(statistics, { passages: statistics.passages, subject });
  return subject;
}

function strongest(statistics: CorpusStatistics): string {
  const least = Math.max(2, statistics.passages / 100);
  let best: { readonly key: string; readonly weight: number } | undefined;
  for (const [key, count] of statistics.phrases()) {
    if (count.passages < least) continue;
    const isField = field.test(key);
    if (!isField && count.passages < statistics.passages / 8) continue;
    const weight = (isField ? 1e9 : 0) + count.passages * (count.whole / count.mentions);
    if (best === undefined || weight > best.weight || (weight === best.weight && key < best.key)) best = { key, weight };
  }
  return best?.key ?? 'unknown';
}
