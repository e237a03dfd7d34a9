import { commonVariables, formVariables, type Method, sampleVariables } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const judge: Method = {
  id: 'judge',
  title: 'Judge',
  summary: 'Scores a sample from 1 to 5 on relevance, clarity, correctness, difficulty and grounding in its references.',
  template,
  variables: {
    ...commonVariables,
    ...formVariables,
    question: 'the question, or the title of a text, with `text` and `block` (fenced as data)',
    answer: 'the answer, or the text, with `text` and `block` (fenced as data)',
    references: sampleVariables.references,
  },
  output:
    'one line each for relevance, clarity, correctness, difficulty and grounding: a number from 1 to 5 and a reason, or the same as JSON',
  schema,
  replyTokens: { base: 600 },
  needs: ['references', 'judge'],
  offline: false,
};
