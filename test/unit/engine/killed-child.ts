/**
 * Grows and reviews samples in a folder until it is killed, and says on standard output what it has shown as done.
 * Arguments: folder, seed.
 */
import { writeSync } from 'node:fs';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
const say = (what: string, value: unknown): void => {
  writeSync(1, `${JSON.stringify({ what, value })}\n`);
};

let extracted = 0;
const project = await openProject(folder, {
  by: 'tester',
  trusted: true,
  onProgress: ({ label, kept }) => {
    if (label.startsWith('Extracting')) extracted = kept;
    say('progress', { extracted, kept: label.startsWith('Generating') ? kept : 0 });
  },
});
const { problems } = await project.request('status', {});
say('opened', problems);
for (let round = 0; ; round++) {
  await project.request('extract', {});
  const { run } = await project.request('generate', { method: 'level3', count: 4, seed: Number(seed) * 1000 + round });
  const { samples } = await project.request('samples/ids', { filter: { run, status: ['pending'] } });
  const [first, ...others] = samples;
  if (first === undefined) continue;
  await project.request('review/reject', { samples: [first], reason: 'for the test' });
  say('decided', { status: 'rejected', samples: [first] });
  if (others.length === 0) continue;
  await project.request('review/accept', { samples: others });
  say('decided', { status: 'accepted', samples: others });
}
