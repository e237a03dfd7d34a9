import type { Sample } from '../../../../core/samples/sample.ts';
import { shapeOf } from '../../../../core/samples/shapes/index.ts';
import { sampleTextKey } from '../../../../core/samples/text-key.ts';
import type { VectorStore } from '../../../models/vector-store.ts';
import { pauses } from '../../../slices.ts';
import { embedTexts } from '../../embedding.ts';
import type { Running } from '../../run.ts';

/** Text that stands for a sample when samples are compared, and the hash by which its vector is kept. */
export interface SampleText {
  readonly id: string;
  readonly hash: string;
  readonly text: string;
}

/** Reads the texts of samples as they are now, giving others a turn. */
export async function sampleTexts(ids: readonly string[], find: (id: string) => Sample, signal?: AbortSignal): Promise<SampleText[]> {
  const pause = pauses(signal);
  const texts: SampleText[] = [];
  for (const id of ids) {
    await pause();
    const { content } = find(id).current;
    const text = shapeOf(content).compared(content);
    texts.push({ id, hash: sampleTextKey(text), text });
  }
  return texts;
}

/** Embeds samples that have no vector as they are now; of those with one text, one. Those that have one are done without a call. */
export async function embedSamples(samples: readonly SampleText[], vectors: VectorStore, running: Running): Promise<null> {
  const { plan, run, jobs, tally } = running;
  const ofHash = Map.groupBy(samples, ({ hash }) => hash);
  const items = [...ofHash].map(([hash, [first]]) => ({ hash, text: () => first!.text }));
  const total = plan.planned;
  let done = total - samples.length;
  const onBatch: Parameters<typeof embedTexts>[1]['onBatch'] = (batch, failures) => {
    const settled = batch.flatMap(({ hash }) => (ofHash.get(hash) ?? []).map(({ id }) => ({ id, failure: failures.get(hash) })));
    for (const { id, failure } of settled) {
      const hadFailed = jobs.failures.has(id);
      if (failure === undefined) tally.kept++;
      if ((failure !== undefined) !== hadFailed) tally.failed += hadFailed ? -1 : 1;
    }
    running.record(
      settled.map(({ id, failure }) =>
        failure === undefined ? { type: 'job.done', run, job: id } : { type: 'job.failed', run, job: id, ...failure },
      ),
    );
    running.report((done += settled.length), total);
  };
  await embedTexts(items, { name: plan.model, vectors, onBatch }, running, (wanted) => {
    const isWanted = new Set(wanted.map(({ hash }) => hash));
    onBatch(
      items.filter(({ hash }) => !isWanted.has(hash)),
      new Map(),
    );
  });
  return null;
}
