import { lineSchema, listSchema, nameSchema, objectSchema } from '../schemas.ts';

/** As many as a round may have samples. */
const most = 50;

export const schema = objectSchema({
  clusters: listSchema(
    objectSchema({ reason: lineSchema(300), samples: listSchema({ type: 'integer' }, 1, most), name: nameSchema }),
    1,
    most,
  ),
});
