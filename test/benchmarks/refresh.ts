/**
 * One file saved in an open window: `npm run bench -- refresh [FILES …]` (100, 1,000 and 10,000 unless told). From telling
 * the engine until it has read the file, and until all that the window fetches after it is there, over the wire, with an engine
 * in a process of its own; the median of seven. Not counted is the time for which a window gathers changes. Exit code 1 when
 * it misses its targets at the largest size.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Measured, report, shown, summary } from './window/figures.ts';
import { makeProject, nameOfFile, textOfFile } from './window/made-project.ts';
import { OpenWindow } from './window/open-window.ts';

const target = { answeredMs: 60, fetchedMs: 150, growth: 0.3 };
const passagesPerFile = 3;
const [unmeasured, measured] = [2, 7];
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [100, 1000, 10_000];

async function measure(files: number): Promise<Measured> {
  const { folder } = makeProject({ files, passagesPerFile });
  const window = new OpenWindow(folder);
  try {
    await window.fetchAll();
    const [read, fetched]: [number[], number[]] = [[], []];
    for (let round = 0; round < unmeasured + measured; round++) {
      const at = (round * 7) % files;
      writeFileSync(join(folder, nameOfFile(at)), textOfFile(at, passagesPerFile, round + 1));
      const begun = performance.now();
      await window.request('refresh', { paths: [nameOfFile(at)] });
      read.push(performance.now() - begun);
      await window.fetchAll();
      fetched.push(performance.now() - begun);
    }
    console.log(`${files} files, the last one saved:`, Object.fromEntries([...window.took].map(([name, ms]) => [name, shown(ms)])));
    return summary(files, read.slice(unmeasured), fetched.slice(unmeasured));
  } finally {
    window.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows: Measured[] = [];
for (const size of sizes) rows.push(await measure(size));
report('A saved file', rows, target);
