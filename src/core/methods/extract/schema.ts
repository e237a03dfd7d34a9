import { levelSchema, listSchema, nameSchema, objectSchema } from '../schemas.ts';

export const schema = objectSchema({
  level: levelSchema,
  subject: nameSchema,
  topics: listSchema(objectSchema({ name: nameSchema, key_concepts: listSchema(nameSchema, 1, 20) }), 1, 5),
});
