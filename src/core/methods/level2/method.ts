import { formOf } from '../form.ts';
import type { SampleMethod } from '../method.ts';
import { questionCandidates, selectedQuestionsSchema } from '../questions.ts';
import { variablesOf } from '../variables.ts';
import { template } from './template.ts';

const own = formOf({ template, schema: selectedQuestionsSchema });

export const level2: SampleMethod = {
  id: 'level2',
  title: 'Level-2 questions',
  summary: 'Combines 2 or 3 of the concepts found in one passage in each question.',
  template,
  variables: variablesOf('topics', 'concepts', 'references', 'questions', 'avoid', 'covered', 'examples', 'instruction', 'json'),
  output: '<Q1> Selected Concepts: … Question: … </Q1> …, or the same as JSON',
  schema: selectedQuestionsSchema,
  replyTokens: { base: 300, each: 500 },
  needs: ['graph', 'answers'],
  offline: true,
  source: 'passage',
  shapes: ['qa'],
  questions: 3,
  styles: [],
  parse: (reply, { questions, form = own }) => questionCandidates(reply, questions, form),
};
