import { commonVariables, formVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const extract: Method = {
  id: 'extract',
  title: 'Concept extraction',
  summary: 'Lists the level, the subject, up to 5 topics and their key concepts of each passage.',
  template,
  variables: {
    ...commonVariables,
    ...formVariables,
    passage: 'the passage, with `text` and `block` (its text, fenced as data)',
    headings: 'the headings it stands under, outermost first',
  },
  output: '<level>, <subject>, <topic> with a numbered list of topics, <key_concept> with the key concepts of each, or the same as JSON',
  schema,
  replyTokens: { base: 2000, perSourceToken: 1 },
  needs: [],
  offline: true,
};
