import { scoresSchema } from '../schemas.ts';

export const schema = scoresSchema(['relevance', 'clarity', 'correctness', 'difficulty', 'grounding'], 5);
