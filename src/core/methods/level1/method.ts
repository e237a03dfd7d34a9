import type { SampleMethod } from '../method.ts';
import { variablesOf } from '../variables.ts';
import { parseLevel1 } from './parse.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const level1: SampleMethod = {
  id: 'level1',
  title: 'Level-1 questions',
  summary: 'Takes questions out of a passage, or makes new ones of it, and tells the two apart.',
  template,
  variables: variablesOf('references', 'questions', 'avoid', 'examples', 'instruction', 'json'),
  output: '<Q1> Question: … Orig_tag: <original_question> or <newly_created> Level: … </Q1> …, or the same as JSON',
  schema,
  replyTokens: { base: 300, each: 500 },
  needs: ['answers'],
  offline: true,
  source: 'passage',
  shapes: ['qa'],
  questions: 5,
  styles: [],
  parse: (reply, { questions, form }) => parseLevel1(reply, questions, form),
};
