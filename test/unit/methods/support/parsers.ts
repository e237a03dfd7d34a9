import { parseAnswer } from '../../../../src/core/methods/answer/parse.ts';
import { parseGroups } from '../../../../src/core/methods/cluster/parse.ts';
import { parseCriteria } from '../../../../src/core/methods/criteria/parse.ts';
import { parseExtraction } from '../../../../src/core/methods/extract/parse.ts';
import { sampleMethods } from '../../../../src/core/methods/index.ts';
import { parseJudgement } from '../../../../src/core/methods/judge/parse.ts';
import { parseMerged } from '../../../../src/core/methods/merge/parse.ts';
import type { AskedJob } from '../../../../src/core/methods/method.ts';
import { parsePersonas } from '../../../../src/core/methods/personas/parse.ts';
import { parseLines } from '../../../../src/core/methods/phrase/parse.ts';
import { parseRating } from '../../../../src/core/methods/rate/parse.ts';
import { parseVerdicts } from '../../../../src/core/methods/verify/parse.ts';

/** How replies of each method are read, by its id. */
export const parsers: Readonly<Record<string, (reply: string, asked: AskedJob) => unknown>> = {
  extract: (reply, { form }) => parseExtraction(reply, form),
  answer: (reply, { form }) => parseAnswer(reply, form),
  rate: parseRating,
  judge: parseJudgement,
  personas: (reply, { form }) => parsePersonas(reply, form),
  criteria: parseCriteria,
  merge: (reply, { questions }) => parseMerged(reply, questions),
  phrase: (reply, { questions }) => parseLines(reply, questions),
  cluster: (reply, { questions }) => parseGroups(reply, questions),
  verify: (reply, { questions }) => parseVerdicts(reply, questions),
  ...Object.fromEntries(sampleMethods.map((method) => [method.id, method.parse])),
};
