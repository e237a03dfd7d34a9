import { lineSchema, listSchema, nameSchema, objectSchema } from '../schemas.ts';

export const schema = objectSchema({
  criteria: listSchema(objectSchema({ name: nameSchema, definition: lineSchema(400) }), 1, 5),
});
