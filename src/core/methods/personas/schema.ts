import { lineSchema, listSchema, objectSchema } from '../schemas.ts';

/** As many as a call is ever asked for, and some more. */
const most = 40;

export const schema = objectSchema({ personas: listSchema(lineSchema(400), 1, most) });
