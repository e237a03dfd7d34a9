/** The measures of a set of texts, in the order in which they are shown. */
import type { DiversityMeasure } from './collector.ts';
import { compressionRatio } from './compression-ratio.ts';
import { distinct } from './distinct.ts';
import { meanCharacters, meanWords } from './mean-length.ts';
import { mtld } from './mtld.ts';
import { ngramDiversity } from './ngram-diversity.ts';
import { selfRepetition } from './self-repetition.ts';

export const diversityMeasures: readonly DiversityMeasure[] = [
  meanWords,
  meanCharacters,
  compressionRatio,
  ngramDiversity,
  selfRepetition,
  distinct(1),
  distinct(2),
  distinct(3),
  mtld,
];
