import { lineSchema, listSchema, objectSchema, textSchema } from '../schemas.ts';

export const schema = objectSchema({
  answer: textSchema,
  evidence: listSchema(objectSchema({ document: { type: 'integer' }, quote: lineSchema(400) }), 0, 3),
});
