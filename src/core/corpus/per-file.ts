/** A setting that is one value for all files, or one for those of each pattern. */
import { corpusGlob } from './corpus-globs.ts';
import type { Glob } from './glob.ts';

export type PerFile<T extends string> = T | Readonly<Record<string, T>>;

/** Patterns made once for each settings value, which is asked of every file. */
const made = new WeakMap<object, readonly (readonly [Glob, string])[]>();

/** The value for a file: of several patterns that fit, the first that is written decides; undefined where none fits. */
export function valueFor<T extends string>(setting: PerFile<T> | undefined, file: string): T | undefined {
  if (setting === undefined || typeof setting === 'string') return setting;
  let globs = made.get(setting) as readonly (readonly [Glob, T])[] | undefined;
  if (globs === undefined) {
    globs = Object.entries(setting).map(([pattern, value]) => [corpusGlob(pattern), value] as const);
    made.set(setting, globs);
  }
  return globs.find(([glob]) => glob.matches(file))?.[1];
}
