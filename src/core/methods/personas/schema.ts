import { listSchema, objectSchema, textSchema } from '../schemas.ts';

/** As many as a call is ever asked for, and some more. */
const most = 40;

export const schema = objectSchema({ personas: listSchema(textSchema, 1, most) });
