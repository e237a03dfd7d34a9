import { listSchema, nameSchema, objectSchema } from '../schemas.ts';

/** As the template names them. */
const levels = ['elementary school', 'middle school', 'high school', 'college', 'graduate', 'other'] as const;

export const schema = objectSchema({
  // A choice of few: small models write on and on where this is free.
  level: { type: 'string', enum: levels },
  subject: nameSchema,
  topics: listSchema(objectSchema({ name: nameSchema, key_concepts: listSchema(nameSchema, 1, 20) }), 1, 5),
});
