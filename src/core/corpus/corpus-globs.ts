/** The patterns of `corpus.include` and `corpus.exclude`: paths below the project's folder. */
import { Glob, GlobError } from './glob.ts';

/** @throws GlobError */
export const corpusGlob = (pattern: string): Glob => new Glob(pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, ''));

/** Reason that a pattern cannot be read; undefined for one that can. */
export function problemOfGlob(pattern: string): string | undefined {
  if (/(?<!\\)[!@+*?]\(/.test(pattern)) return 'patterns with parentheses, as in “+(a|b)”, are not read; write {a,b}, or several patterns';
  try {
    corpusGlob(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof GlobError) return error.message;
    throw error;
  }
}
