import { commonVariables, type Method } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const phrase: Method = {
  id: 'phrase',
  title: 'Worded criteria',
  summary: 'Words each criterion as one line by which samples can be grouped.',
  template,
  variables: { ...commonVariables, criteria: 'the merged criteria, each with `name` and `definition`', count: 'how many they are' },
  output: 'JSON: lines, one for each criterion, in their order',
  schema,
  replyTokens: { base: 2000 },
  needs: ['judge'],
  offline: false,
};
