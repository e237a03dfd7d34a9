import { type ShapeId, shapeIds, shapes } from '../../../samples/shapes/index.ts';
import { noColumns } from '../../../samples/shapes/shape.ts';
import { otherShape, type RowFormat } from '../row-format.ts';

const shapeNamed = (name: unknown): ShapeId | undefined => shapeIds.find((id) => id === name);

/** A row of a dataset folder or of an export with every column: its shape says which columns hold content. */
export const own: RowFormat = {
  title: 'dataset row',
  read: (row, wanted) => {
    if (row.shape === undefined) return { reason: 'has no column “shape”' };
    const shape = shapeNamed(row.shape);
    if (shape === undefined) return { reason: 'is of a shape that this version does not know' };
    if (wanted !== undefined && wanted !== shape) return otherShape('this dataset', wanted);
    const read = shapes[shape].schema.safeParse(shapes[shape].fromColumns(row));
    if (read.success) return { content: read.data, used: ['shape', ...Object.keys(noColumns)] };
    return { reason: `has columns that do not fit its shape “${shape}”` };
  },
};
