import type { SampleMethod } from '../method.ts';
import { textStyles } from '../styles.ts';
import { variablesOf } from '../variables.ts';
import { parseTextbook } from './parse.ts';
import { template } from './template.ts';

export const textbook: SampleMethod = {
  id: 'textbook',
  title: 'Textbook passage',
  summary: 'Writes new, dense educational text with examples and exercises on the topics of a passage.',
  template,
  variables: variablesOf('topics', 'concepts', 'references', 'style', 'examples', 'instruction'),
  output: '<title> and <text>',
  replyTokens: { base: 6000 },
  needs: ['graph'],
  offline: false,
  source: 'passage',
  shapes: ['text'],
  questions: 1,
  styles: textStyles,
  parse: parseTextbook,
};
