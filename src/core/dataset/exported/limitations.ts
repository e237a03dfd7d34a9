import { count } from '../card.ts';
import type { ExportTally } from './tally.ts';

/** What is known of an export beside the counts of its samples. */
export interface LimitationFacts {
  readonly tally: ExportTally;
  /** Samples that the format, the template or the splits have no place for. */
  readonly leftOut: number;
  /** Similarity above which samples were kept on one side of a split; null without splits. */
  readonly similarity: number | null;
  readonly license: string | null;
}

/** What whoever trains on the rows should know, in sentences; each is said only where it is so. */
export function limitationsOf({ tally, leftOut, similarity, license }: LimitationFacts): string[] {
  const { samples, edited, judged, unsourced, answered, checkable, models } = tally;
  const written = models.size > 0;
  const said: readonly (readonly [boolean, string])[] = [
    [written, 'The samples were written by language models and accepted by people; that does not make every statement in them true.'],
    [written && edited === 0, 'None was edited by hand.'],
    [models.size === 1, 'One model wrote all of them, in its own style and with its own blind spots.'],
    [answered > 0 && checkable < answered, `${count(answered - checkable, 'answer')} of ${answered} cannot be checked by a program.`],
    [judged < samples, `${count(samples - judged, 'sample')} of ${samples} were not scored by a judge.`],
    [unsourced > 0, `${count(unsourced, 'sample')} of ${samples} do not say what document they rest on.`],
    [leftOut > 0, `${count(leftOut, 'accepted sample')} are not among the rows (manifest.json says why).`],
    [
      similarity !== null,
      `Near-duplicates are told by their words (Jaccard index of word shingles from ${String(similarity)} on): what says the same in other words may be on two sides of the split.`,
    ],
    [license === null, 'Its licence is not named; neither is that of the documents it grew from.'],
  ];
  return said.flatMap(([isSo, sentence]) => (isSo ? [sentence] : []));
}
