/** Thread that holds one model and embeds texts, one after the other: a text takes the processor for up to a third of a second. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../errors.ts';
import { ModelFolderError, readModelFolder } from './model-folder.ts';
import { SentenceSession } from './sentence-session.ts';
import { type FromWorker, startData, type ToWorker, toWorker } from './wire.ts';

const port = parentPort!;
const tell = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};

const cancelled = new Set<number>();
type EmbedMessage = Extract<ToWorker, { readonly type: 'embed' }>;

async function embed(session: SentenceSession, { id, texts }: EmbedMessage): Promise<void> {
  const vectors: Float32Array[] = [];
  let [tokens, cut] = [0, 0];
  for (const text of texts) {
    // Lets a cancellation in: a run of the model gives nothing else a turn.
    await setImmediate();
    if (cancelled.has(id)) return;
    const made = await session.embed(text);
    vectors.push(made.vector);
    tokens += made.tokens;
    if (made.cut > 0) cut++;
  }
  const dimensions = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dimensions);
  for (const [index, vector] of vectors.entries()) values.set(vector, index * dimensions);
  tell({ type: 'embedded', id, values, tokens, cut }, [values.buffer]);
}

async function start(): Promise<void> {
  const { folder, pins } = startData.parse(workerData);
  const model = await readModelFolder(folder, pins);
  const session = await SentenceSession.open(model);
  let last = Promise.resolve();
  port.on('message', (value: unknown) => {
    const message = toWorker.parse(value);
    if (message.type === 'cancel') {
      cancelled.add(message.id);
      return;
    }
    last = last
      .then(() => embed(session, message))
      .catch((error: unknown) => {
        tell({ type: 'failed', id: message.id, message: messageOf(error) });
      })
      // One may have been called off when it was done already.
      .finally(() => cancelled.delete(message.id))
      .then(() => undefined);
  });
  tell({ type: 'ready', identity: model.identity, maxTokens: model.maxTokens });
}

await start().catch((error: unknown) => {
  if (!(error instanceof ModelFolderError)) throw error;
  tell({ type: 'unusable', message: error.message });
});
