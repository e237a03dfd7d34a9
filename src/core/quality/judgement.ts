import type { Judgement } from '../methods/judge/parse.ts';
import type { Fields } from '../samples/sample.ts';

/** A judge's scores as fields of a sample: `judge` is their mean, `judgeModel` who scored, `judge.<criterion>` a score, `judge.<criterion>.reason` why. */
export function judgementFields({ overall, scores }: Judgement, model: string): Fields {
  const fields: Fields = { judge: overall, judgeModel: model };
  for (const [criterion, { score, reason }] of Object.entries(scores)) {
    fields[`judge.${criterion}`] = score;
    if (reason !== '') fields[`judge.${criterion}.reason`] = reason;
  }
  return fields;
}

/** The mean score a version got; null for one that was not judged. */
export const judgedScore = ({ fields }: { readonly fields?: Fields | undefined }): number | null =>
  typeof fields?.judge === 'number' ? fields.judge : null;

/** Fields of a sample without its judge's scores: scores are of one text, and do not go over to another. */
export function withoutJudgement(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name !== 'judge' && name !== 'judgeModel' && !name.startsWith('judge.')),
  );
}
