/** Formats that sets are imported in, and the parts that a mapping may name, for whoever offers them. */
export { importFormats } from '../core/dataset/import/decode.ts';
export type { ImportFormat } from '../core/dataset/import/decode.ts';
export { mappedParts } from '../core/dataset/import/mapping.ts';
