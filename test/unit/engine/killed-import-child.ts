/**
 * Imports a file into a project, says on standard output how many samples it has reported as made, and waits in the middle to be
 * killed, so that it does not end before the kill arrives. Arguments: folder, file, and how many are to be made by then.
 */
import { writeSync } from 'node:fs';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', file = '', middle] = process.argv.slice(2);
const project = await openProject(folder, {
  by: 'ada',
  trusted: true,
  sources: { environment: {} },
  onProgress: ({ kept }) => {
    writeSync(1, `${kept}\n`);
    if (kept > Number(middle)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
await project.request('import', { file, accept: true, duplicates: false });
project.close();
