import { questionsSchema, textSchema } from '../schemas.ts';

export const schema = questionsSchema({
  question: textSchema,
  origin: { type: 'string', enum: ['original_question', 'newly_created'] },
  level: textSchema,
});
