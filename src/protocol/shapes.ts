/** How every front end shows and edits samples, whatever their shape. */
export { partsOf, withParts } from '../core/samples/shapes/index.ts';
export type { Content, PartTexts } from '../core/samples/shapes/index.ts';
export type { Part } from '../core/samples/shapes/shape.ts';
