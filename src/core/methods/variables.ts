import { commonVariables, sampleVariables } from './method.ts';

/** What every method is given, and some of what sample-making methods are. */
export function variablesOf(...names: readonly (keyof typeof sampleVariables)[]): Record<string, string> {
  return { ...commonVariables, ...Object.fromEntries(names.map((name) => [name, sampleVariables[name]])) };
}
