/**
 * One decision in an open window: `npm run bench -- decision [PASSAGES …]` (1,000, 20,000 and 90,000 unless told). From
 * the request until it is durable, and until all that the window fetches after it is there, over the wire, with an engine in
 * a process of its own; the median of fifteen. Not counted is the time for which a window gathers changes before it fetches.
 * Exit code 1 when it misses its targets at the largest size.
 */
import { rmSync } from 'node:fs';
import { type Measured, report, shown, summary } from './window/figures.ts';
import { makeProject } from './window/made-project.ts';
import { OpenWindow } from './window/open-window.ts';

const target = { answeredMs: 60, fetchedMs: 150, growth: 0.3 };
const passagesPerFile = 10;
const [unmeasured, measured] = [3, 15];
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [1000, 20_000, 90_000];

async function measure(size: number): Promise<Measured> {
  const { folder, passages } = makeProject({ files: Math.ceil(size / passagesPerFile), passagesPerFile });
  const window = new OpenWindow(folder);
  try {
    await window.fetchAll();
    const { samples } = await window.request('samples/ids', { filter: { status: ['pending'] } });
    const [durable, fetched]: [number[], number[]] = [[], []];
    for (const sample of samples.slice(0, unmeasured + measured)) {
      const begun = performance.now();
      await window.request('review/accept', { samples: [sample] });
      durable.push(performance.now() - begun);
      await window.fetchAll();
      fetched.push(performance.now() - begun);
    }
    console.log(`${passages} passages, the last decision:`, Object.fromEntries([...window.took].map(([name, ms]) => [name, shown(ms)])));
    return summary(passages, durable.slice(unmeasured), fetched.slice(unmeasured));
  } finally {
    window.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows: Measured[] = [];
for (const size of sizes) rows.push(await measure(size));
report('A decision', rows, target);
