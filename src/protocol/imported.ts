/** What stands for the method of samples that were imported. */
export { importMethod } from '../core/samples/imported.ts';
