/** The patterns of `corpus.include` and `corpus.exclude`, and of settings for some files: paths below the project's folder. */
import { Glob, GlobError } from './glob.ts';

/** A pattern of files, whose extension fits in capitals too: `*.md` is `NOTES.MD`, as programs see it that open by extension. */
class CorpusGlob extends Glob {
  override matches(path: string): boolean {
    if (super.matches(path)) return true;
    // What is packed has two: `ROWS.JSONL.GZ`.
    const extension = /(?<=[^/])(?:\.[^./]+(?=\.gz$))?\.[^./]*$/i.exec(path)?.[0] ?? '';
    const lower = extension.toLowerCase();
    return lower !== extension && super.matches(path.slice(0, path.length - extension.length) + lower);
  }
}

/** @throws GlobError */
export const corpusGlob = (pattern: string): Glob => new CorpusGlob(pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, ''));

/** The pattern of one file, as YAML takes it: what stands for others in a pattern is escaped. */
export const patternOfFile = (file: string): string => JSON.stringify(file.replaceAll(/[\\*?[\]{},!]/g, String.raw`\$&`));

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
