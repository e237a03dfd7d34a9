/** Display and editing of samples in every front end, whatever their shape. */
export { partsOf, withParts } from '../core/samples/shapes/index.ts';
export type { Content, PartTexts } from '../core/samples/shapes/index.ts';
export type { Part } from '../core/samples/shapes/shape.ts';
