import { commonVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const cluster: Method = {
  id: 'cluster',
  title: 'Groups of samples',
  summary: 'Groups samples drawn by lot by criteria, for measuring how diverse they are.',
  template,
  variables: {
    ...commonVariables,
    criteria: 'the criteria, each one line',
    samples: 'samples drawn by lot, each with `text` and `block` (fenced as data)',
  },
  output: 'JSON: clusters, a list of groups with the numbers of their samples, a reason and a name',
  schema,
  replyTokens: { base: 500, each: 150 },
  needs: ['judge'],
  offline: false,
};
