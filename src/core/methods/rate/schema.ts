import { scoresSchema } from '../schemas.ts';

export const schema = scoresSchema(['relevance', 'clarity', 'language', 'overall'], 10);
