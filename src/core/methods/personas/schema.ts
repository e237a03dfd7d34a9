import { lineSchema, listSchema, objectSchema } from '../schemas.ts';

/** A line that says who it is, in a script without spaces too: small models leave off behind “A”. */
const personaSchema = { ...lineSchema(400), minLength: 15 };
/** As many as a call is ever asked for, and some more. */
const most = 40;

export const schema = objectSchema({ personas: listSchema(personaSchema, 1, most) });
