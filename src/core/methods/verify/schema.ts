import { lineSchema, listSchema, objectSchema } from '../schemas.ts';

export const schema = objectSchema({
  validation: listSchema(
    objectSchema({ cluster: { type: 'integer' }, reason: lineSchema(300), valid: { type: 'integer', enum: [0, 1] } }),
    1,
    25,
  ),
});
