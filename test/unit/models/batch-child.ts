/** A process that asks the test server twelve questions in batches, to be killed: says so after each reply. */
import { writeSync } from 'node:fs';
import { createBatchModel } from '../../../src/engine/models/batch/batch-model.ts';
import { openProfile } from '../../../src/engine/models/openai/open-profile.ts';
import { HurriedClock } from './hurried-clock.ts';
import { never, question } from './support.ts';

const [url, folder] = process.argv.slice(2) as [string, string];
const opened = openProfile({ url, model: 'm1', apiKey: 'sk-secret-key' });
const model = createBatchModel(opened, {
  kind: 'openai',
  folder,
  run: 'run-1',
  id: 'm1',
  clock: new HurriedClock(),
  onAsked: () => undefined,
  onWaiting: () => undefined,
});
const ask = async (n: number): Promise<void> => {
  const { text } = await model.chat(question(n), never);
  writeSync(1, `${text}\n`);
};
await Promise.all(Array.from({ length: 12 }, (_, index) => ask(index)));
