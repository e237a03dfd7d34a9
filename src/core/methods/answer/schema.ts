import { listSchema, objectSchema, textSchema } from '../schemas.ts';

export const schema = objectSchema({
  answer: textSchema,
  evidence: listSchema(objectSchema({ document: { type: 'integer' }, quote: textSchema }), 0, 3),
});
