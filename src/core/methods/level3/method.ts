import { formOf } from '../form.ts';
import type { SampleMethod } from '../method.ts';
import { questionCandidates, selectedQuestionsSchema } from '../questions.ts';
import { variablesOf } from '../variables.ts';
import { template } from './template.ts';

const own = formOf({ template, schema: selectedQuestionsSchema });

export const level3: SampleMethod = {
  id: 'level3',
  title: 'Level-3 questions',
  summary: 'Combines 2 or 3 concepts of a set sampled from the concept graph in each question, with two reference passages.',
  template,
  variables: variablesOf('topics', 'concepts', 'references', 'questions', 'avoid', 'covered', 'examples', 'instruction', 'json'),
  output: '<Q1> Selected Concepts: … Question: … </Q1> …, or the same as JSON',
  schema: selectedQuestionsSchema,
  replyTokens: { base: 300, each: 500 },
  needs: ['graph', 'references', 'answers'],
  offline: true,
  source: 'concept-set',
  shapes: ['qa'],
  questions: 3,
  styles: [],
  parse: (reply, { questions, form = own }) => questionCandidates(reply, questions, form),
};
