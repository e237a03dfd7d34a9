import { commonVariables, sampleVariables } from './method.ts';

/** Variables that every method is given, and some of those of sample-making methods. */
export function variablesOf(...names: readonly (keyof typeof sampleVariables)[]): Record<string, string> {
  return { ...commonVariables, ...Object.fromEntries(names.map((name) => [name, sampleVariables[name]])) };
}
