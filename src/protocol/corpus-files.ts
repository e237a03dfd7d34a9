/** Files that the corpus is made of: their extensions, for whoever watches them change, and their formats in words. */
export { corpusExtensions, corpusFormats, isShownAsText } from '../core/corpus/extensions.ts';
