import { levelSchema, questionSchema, questionsSchema } from '../schemas.ts';

export const schema = questionsSchema({
  question: questionSchema,
  origin: { type: 'string', enum: ['original_question', 'newly_created'] },
  level: levelSchema,
});
