/**
 * Restores a snapshot, says on standard output how many samples it has reported as done, and waits in the middle to be killed.
 * Arguments: folder, name of the snapshot, and how many are to be done by then.
 */
import { writeSync } from 'node:fs';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', snapshot = '', middle] = process.argv.slice(2);
const project = await openProject(folder, {
  by: 'ada',
  trusted: true,
  sources: { environment: {} },
  onProgress: ({ label, done }) => {
    if (label !== 'Restoring samples') return;
    writeSync(1, `${done}\n`);
    if (done > Number(middle)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
await project.request('snapshots/restore', { snapshot });
project.close();
