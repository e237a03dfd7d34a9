/**
 * Starts a run, or goes on with one, until it is over or the process is killed; says `progress` whenever something is done.
 * Arguments: the folder, and as JSON the request with its parameters. The environment names the endpoint.
 */
import { writeSync } from 'node:fs';
import * as z from 'zod';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', asked = '{}'] = process.argv.slice(2);
const { method, params } = z.object({ method: z.string(), params: z.unknown() }).parse(JSON.parse(asked));
const methods = [
  'extract',
  'generate',
  'rate',
  'personas/generate',
  'diversity/measure',
  'samples/judge',
  'review/regenerate',
  'runs/resume',
] as const;
const known = z.enum(methods).parse(method);
const project = await openProject(folder, {
  ...{ by: 'tester', trusted: true, model: 'hand', sources: { environment: process.env } },
  onProgress: ({ done }) => {
    if (done > 0) writeSync(1, 'progress\n');
  },
});
await project.request(known, engineRequests[known].params.parse(params));
project.close();
