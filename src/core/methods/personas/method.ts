import { commonVariables, formVariables, type Method, sampleVariables } from '../method.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const personas: Method = {
  id: 'personas',
  title: 'Personas',
  summary: 'Invents people who would write about the corpus or learn from it, for the methods that write in the voice of one.',
  template,
  variables: {
    ...commonVariables,
    ...formVariables,
    count: 'how many personas are asked for',
    topics: 'topics of the corpus, each a line with its key concepts',
    references: sampleVariables.references,
    known: 'personas that are there already, each a line',
  },
  output: '<personas> with a numbered list, each persona one line, or the same as JSON',
  schema,
  replyTokens: { base: 300, each: 200 },
  needs: ['graph'],
  offline: false,
};
