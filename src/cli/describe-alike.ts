import type { EngineResult } from '../protocol/engine.ts';

/** Pairs of samples that are near in meaning, and how near the others are. */
export function describeAlike(result: EngineResult<'samples/alike'>): string {
  const { model, pairs, total, threshold, suggested, compared, missing, otherNumbers, leftOut, nearest } = result;
  if (compared === 0) {
    const how =
      model === null
        ? 'loom embed --all --embedding-model <id> embeds them with one that embeds'
        : `loom embed --all embeds them with ${model}`;
    return `no samples have an embedding, and nothing was compared: ${how}`;
  }
  const most = nearest.reduce((so, { texts }) => Math.max(so, texts), 1);
  return [
    ...pairs.flatMap(({ a, b, cosine }) => [`${cosine.toFixed(2)}  ${a.sample}  ${a.label}`, `      ${b.sample}  ${b.label}`]),
    `${total} ${total === 1 ? 'pair is' : 'pairs are'} near in meaning, from a cosine of ${threshold.toFixed(2)} on (${suggested.toFixed(2)} suits these samples)${total > pairs.length ? `; the nearest ${pairs.length} are listed` : ''}`,
    ...(total > 0 ? ['look at each: what says the opposite in nearly the same words is near, too'] : []),
    ...(otherNumbers > 0 ? [`${otherNumbers} more put one problem with other numbers: they are no duplicates`] : []),
    ...(leftOut > 0 ? [`${leftOut} more were not looked at: choose a higher --threshold`] : []),
    `${compared} samples compared${missing > 0 ? `, ${missing} without an embedding (loom embed)` : ''}; by their nearest neighbour:`,
    ...nearest.map(({ from, texts }) => `${from.toFixed(2)} │${'█'.repeat(Math.ceil((30 * texts) / most))} ${texts}`),
  ].join('\n');
}
