import type { SampleMethod } from '../method.ts';
import { variablesOf } from '../variables.ts';
import { parseRephrase } from './parse.ts';
import { template } from './template.ts';

export const rephrase: SampleMethod = {
  id: 'rephrase',
  title: 'Rephrased passage',
  summary: 'Rewrites a passage, whole and with nothing added, as encyclopaedic prose (hq) or as questions and answers (qa).',
  template,
  variables: variablesOf('references', 'style', 'examples', 'instruction'),
  output: '<title> and <text>; in the style qa, the text is Question: and Answer: in turn',
  replyTokens: { base: 1000, perSourceToken: 3 },
  needs: [],
  offline: false,
  source: 'passage',
  shapes: ['text', 'chat'],
  questions: 1,
  styles: ['hq', 'qa'],
  parse: parseRephrase,
};
