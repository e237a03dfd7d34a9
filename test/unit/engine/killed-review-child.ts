/** Accepts all samples of a project until it is killed, and says on standard output how many it has reported as done. Argument: folder. */
import { writeSync } from 'node:fs';
import { openProject } from '../../../src/engine/project.ts';

const [folder = ''] = process.argv.slice(2);
const project = await openProject(folder, {
  by: 'ada',
  trusted: true,
  sources: { environment: {} },
  onProgress: ({ done }) => writeSync(1, `${done}\n`),
});
await project.request('review/accept', { filter: { status: ['pending'] } });
project.close();
