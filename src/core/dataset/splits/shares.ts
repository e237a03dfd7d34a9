import * as z from 'zod';

/** Name of the split that is trained on, which every export has. */
export const trainSplit = 'train';

const share = z.strictObject({
  /** As `datasets` names splits: letters, digits and underscores. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'a split is named by small letters, digits and underscores, as “validation”'),
  /** Percentage of the samples, above 0. */
  percent: z.number().positive('the share of each split must be above 0 %').max(100),
});
export type SplitShare = z.infer<typeof share>;

/** Shares of two splits or more, one of them `train`, that come to 100 %. */
export const splitShares = z
  .array(share)
  .min(2)
  .max(20)
  .refine((shares) => new Set(shares.map(({ name }) => name)).size === shares.length, 'two splits have one name')
  .refine((shares) => shares.some(({ name }) => name === trainSplit), `one of the splits must be “${trainSplit}”`)
  .refine((shares) => Math.abs(shares.reduce((sum, { percent }) => sum + percent, 0) - 100) < 0.01, 'the shares must come to 100 %');

/** Names of shares that were given as numbers alone, by how many there are. */
const usualNames: Readonly<Partial<Record<number, readonly string[]>>> = {
  2: [trainSplit, 'test'],
  3: [trainSplit, 'validation', 'test'],
};

/**
 * Reads shares as a person writes them: `90/5/5` (train, validation, test), `90/10` (train, test), or `train=80,validation=20`.
 * @returns the shares, or what is wrong with them, in words
 */
export function readShares(text: string): readonly SplitShare[] | { readonly problem: string } {
  const named = text.includes('=');
  const parts = text.split(named ? ',' : '/').map((part) => part.trim());
  const names = named ? parts.map((part) => part.split('=')[0]!.trim()) : usualNames[parts.length];
  if (names === undefined) return { problem: `“${text}”: write two or three numbers as 90/5/5, or name each split, as train=80,dev=20` };
  const percents = parts.map((part) => (named ? (part.split('=')[1] ?? '') : part).trim().replace(/\s*%$/, ''));
  const wrong = percents.find((percent) => !/^\d+(\.\d+)?$/.test(percent));
  if (wrong !== undefined) return { problem: `“${text}”: “${wrong}” is no percentage; write train=90,validation=5,test=5` };
  const read = splitShares.safeParse(names.map((name, at) => ({ name, percent: Number(percents[at]) })));
  return read.success ? read.data : { problem: `“${text}”: ${read.error.issues[0]?.message ?? 'not shares of splits'}` };
}
