/** Parameters that hold what the contract names and nothing else, and what is said of those that do not. */
import * as z from 'zod';

/** An object of these fields and no others: an error names the ones that are unknown, and those there are. */
export const parameters = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      // Not the shape above: the schema may have been extended since.
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      const names = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      return `unknown: ${names}; ${known.length === 0 ? 'there are no parameters' : `there are ${known.join(', ')}`}`;
    },
  });

/** Everything that is wrong with parameters, each with where it is: `filter.judge.min: …; limit: …`. Quotes none of their values. */
export function explainIssues({ issues }: z.core.$ZodError): string {
  return issues.map((issue) => at(issue.path, wordsOf(issue))).join('; ');
}

/** Of a choice between shapes, the one that fits best is meant: fewest issues, the deepest of them last to be given up. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue.message;
  const fewest = issue.errors.reduce((least, { length }) => Math.min(least, length), Infinity);
  const closest = issue.errors.filter(({ length }) => length === fewest);
  return closest.map((issues) => issues.map((each) => at(each.path, wordsOf(each))).join(', ')).join(', or ');
}

const at = (path: readonly PropertyKey[], words: string): string => (path.length === 0 ? words : `${path.map(String).join('.')}: ${words}`);
