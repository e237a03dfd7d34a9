/**
 * Accepts all samples of a project, says on standard output how many it has reported as done, and waits in the middle to
 * be killed, so that it does not end before the kill arrives. Arguments: folder, and how many are to be done by then.
 */
import { writeSync } from 'node:fs';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', middle] = process.argv.slice(2);
const project = await openProject(folder, {
  by: 'ada',
  trusted: true,
  sources: { environment: {} },
  onProgress: ({ done }) => {
    writeSync(1, `${done}\n`);
    if (done > Number(middle)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
await project.request('review/accept', { filter: { status: ['pending'] } });
project.close();
