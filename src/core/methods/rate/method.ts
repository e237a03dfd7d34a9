import { commonVariables, formVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const rate: Method = {
  id: 'rate',
  title: 'Document rating',
  summary: 'Rates a passage from 1 to 10 on relevance, clarity and language, for the document filter.',
  template,
  variables: {
    ...commonVariables,
    ...formVariables,
    passage: 'the passage, with `text` and `block` (its text, fenced as data)',
    headings: 'the headings it stands under, outermost first',
  },
  output: 'one line each for relevance, clarity, language and overall: a number from 1 to 10 and a reason, or the same as JSON',
  schema,
  replyTokens: { base: 600 },
  needs: ['judge'],
  offline: false,
};
