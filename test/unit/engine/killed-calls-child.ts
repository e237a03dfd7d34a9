/**
 * Goes on with the run of 1,000 calls in a folder, or begins it, until it is killed or the run is done.
 * Arguments: the folder, and as JSON what the run is asked for beyond that. The environment names endpoint and profile.
 */
import * as z from 'zod';
import { openProject } from '../../../src/engine/project.ts';

const [folder = '', more = '{}'] = process.argv.slice(2);
const asked = z.object({ count: z.int().default(750), maxCost: z.number().optional() }).parse(JSON.parse(more));
const project = await openProject(folder, { by: 'tester', trusted: true, model: 'bounded', sources: { environment: process.env } });
await project.request('generate', { method: 'level3', seed: 1, resume: true, ...asked });
project.close();
