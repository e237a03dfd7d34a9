import { commonVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const criteria: Method = {
  id: 'criteria',
  title: 'Criteria',
  summary: 'Finds criteria by which samples can be told apart, for measuring how diverse they are.',
  template,
  variables: { ...commonVariables, samples: 'samples drawn by lot, each with `text` and `block` (fenced as data)' },
  output: 'JSON: metadata and metrics, each a list of 3 to 5 criteria with name and definition',
  schema,
  replyTokens: { base: 3000 },
  needs: ['judge'],
  offline: false,
};
