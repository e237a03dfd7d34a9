/** One export in a process of its own: tells seconds, rows, the most memory that was used, and the longest turn of the event loop. */
import { createReadStream, createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { openProject } from '../../../src/engine/project.ts';
import { exportFormats } from '../../../src/core/dataset/export-formats.ts';

const [folder = '', what = '', split] = process.argv.slice(2);

/** The least that could be done: each line parsed, and written again. */
async function lines(): Promise<number> {
  const data = join(folder, 'dataset/data');
  let rows = 0;
  async function* all(): AsyncGenerator<string> {
    for (const name of readdirSync(data).sort())
      for await (const line of createInterface({ input: createReadStream(join(data, name)) })) {
        rows++;
        yield `${JSON.stringify(JSON.parse(line))}\n`;
      }
  }
  await pipeline(all, createWriteStream(join(folder, 'lines.jsonl')));
  return rows;
}

async function exported(): Promise<number> {
  const format = exportFormats.find((each) => each === what);
  if (format === undefined) throw new Error(`“${what}” is no format`);
  const project = await openProject(folder, { by: 'benchmark', trusted: true });
  const splits = [
    { name: 'train', percent: 90 },
    { name: 'test', percent: 10 },
  ];
  const { rows } = await project.request('export', {
    format,
    directory: join(folder, 'out'),
    replace: true,
    ...(split === undefined ? {} : { splits }),
  });
  project.close();
  return rows;
}

let [last, longest, isOver] = [performance.now(), 0, false];
const turn = (): void => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  if (!isOver) setImmediate(turn);
};
setImmediate(turn);
const begun = performance.now();
const rows = await (what === 'lines' ? lines() : exported());
const seconds = (performance.now() - begun) / 1000;
isOver = true;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ seconds, rows, peak, longest: Math.round(longest) }));
