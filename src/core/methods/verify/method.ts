import { commonVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const verify: Method = {
  id: 'verify',
  title: 'Verified groups',
  summary: 'Says of each group of samples whether the criteria bear it out.',
  template,
  variables: {
    ...commonVariables,
    criteria: 'the criteria, each one line',
    groups:
      'groups of two samples or more, each with `name`, `reason` and `samples`, each of which has `text` and `block` (fenced as data)',
  },
  output: 'JSON: validation, a list with 0 or 1 and a reason for each group',
  schema,
  replyTokens: { base: 300, each: 120 },
  needs: ['judge'],
  offline: false,
};
