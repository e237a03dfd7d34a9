import { lineSchema, listSchema, objectSchema } from '../schemas.ts';

/** Five of each kind at most. */
export const schema = objectSchema({ lines: listSchema(lineSchema(300), 1, 10) });
