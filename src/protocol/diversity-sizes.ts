/** Sizes in which diversity is measured by a model. */
export { paperMeasure, smallMeasure } from '../core/quality/cluster-agent/settings.ts';
