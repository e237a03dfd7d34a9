/** What is measured, in the order in which it is: what everybody looks at comes first. */
export const steps = ['quality', 'kinds', 'duplicates', 'leakage'] as const;
export type MeasuringStep = (typeof steps)[number];

export const stepWords: Readonly<Record<MeasuringStep, string>> = {
  quality: 'Measuring diversity, distributions and coverage…',
  kinds: 'Fetching measurements by a model…',
  duplicates: 'Looking for duplicates…',
  leakage: 'Looking for items of benchmarks…',
};
