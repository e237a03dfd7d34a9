import { lineSchema, listSchema, nameSchema, objectSchema } from '../schemas.ts';

const criterion = objectSchema({ name: nameSchema, definition: lineSchema(400) });

export const schema = objectSchema({ metadata: listSchema(criterion, 1, 5), metrics: listSchema(criterion, 1, 5) });
