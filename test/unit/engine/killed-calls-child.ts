/**
 * Goes on with the run of 1,000 calls in a folder, or begins it, until it is killed or the run is done.
 * Argument: the folder. The environment names endpoint and profile.
 */
import { openProject } from '../../../src/engine/project.ts';

const [folder = ''] = process.argv.slice(2);
const project = await openProject(folder, { by: 'tester', trusted: true, model: 'bounded', sources: { environment: process.env } });
await project.request('generate', { method: 'level3', count: 750, seed: 1, resume: true });
project.close();
