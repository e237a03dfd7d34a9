import { commonVariables, formVariables, type Method, sampleVariables } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const answer: Method = {
  id: 'answer',
  title: 'Answer',
  summary: 'Answers a question step by step and quotes the sentences of the references it rests on.',
  template,
  variables: {
    ...commonVariables,
    ...formVariables,
    question: 'the question, with `text` and `block` (its text, fenced as data)',
    references: sampleVariables.references,
    examples: sampleVariables.examples,
  },
  output: '<answer> with the answer, <evidence> with quotations, each with the number of its document, or the same as JSON',
  schema,
  replyTokens: { base: 3000 },
  needs: ['references', 'answers'],
  offline: true,
};
