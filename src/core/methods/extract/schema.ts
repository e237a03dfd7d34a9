import { listSchema, objectSchema, textSchema } from '../schemas.ts';

export const schema = objectSchema({
  level: textSchema,
  subject: textSchema,
  topics: listSchema(objectSchema({ name: textSchema, key_concepts: listSchema(textSchema, 1, 20) }), 1, 5),
});
