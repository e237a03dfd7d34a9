import type { SampleMethod } from '../method.ts';
import { textStyles } from '../styles.ts';
import { variablesOf } from '../variables.ts';
import { parsePersona } from './parse.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

export const persona: SampleMethod = {
  id: 'persona',
  title: 'Short course',
  summary: 'Writes 3 to 5 passages of rising detail and a multiple-choice question on a concept set, in the voice of a persona.',
  template,
  variables: variablesOf('topics', 'concepts', 'references', 'style', 'personas', 'examples', 'instruction', 'json'),
  output: 'JSON: passages, each with what is new in it, and a multiple_choice_question with 4 options, its answer and explanation',
  schema,
  replyTokens: { base: 6000 },
  needs: ['graph', 'references', 'personas'],
  offline: false,
  source: 'concept-set',
  shapes: ['text', 'choice'],
  questions: 2,
  styles: textStyles,
  parse: parsePersona,
};
