/** Points of scaling laws as people write them, the curves of papers, and the laws themselves, for every front end. */
export { lossAt } from '../core/planning/scaling/law.ts';
export { publishedCurves, publishedSeries } from '../core/planning/scaling/published.ts';
export type { PublishedCurve } from '../core/planning/scaling/published.ts';
export { readAmount } from '../core/planning/amounts.ts';
export { readPoints } from '../core/planning/scaling/read-points.ts';
export type { PointProblem, ReadPoints } from '../core/planning/scaling/read-points.ts';
export { asSentence, holdOutWords, plateauWords, scalingAmount, scalingFigure, targetWords } from '../core/planning/scaling/sentences.ts';
