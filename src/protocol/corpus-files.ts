/** Extensions of the files that the corpus is made of, for whoever watches them change. */
export { corpusExtensions } from '../core/corpus/extensions.ts';
