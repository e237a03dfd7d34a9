/** Sets from elsewhere, looked at and imported: what a project loads when somebody first asks for it. */
export { importSamples } from './import.ts';
export { lookAtImport } from './look.ts';
