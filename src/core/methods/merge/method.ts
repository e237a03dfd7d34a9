import { commonVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const merge: Method = {
  id: 'merge',
  title: 'Merged criteria',
  summary: 'Merges the criteria that were found in several draws of samples to a few.',
  template,
  variables: {
    ...commonVariables,
    kind: '`metadata` or `metrics`',
    count: 'how many criteria are to be left',
    draws: 'how many draws they were found in',
    proposals:
      'the criteria that were found, each with `name`, `definition` (or several, where draws gave different ones) and `times` (in how many draws)',
  },
  output: 'JSON: criteria, a list of as many as were asked for, each with name and definition',
  schema,
  replyTokens: { base: 2000 },
  needs: ['judge'],
  offline: false,
};
