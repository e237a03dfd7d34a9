/**
 * The extensions of corpus files, as they are read unless the settings name others. A new one needs its reader
 * (`parse.ts`), and an example in `test/unit/corpus/formats.test.ts`: the compiler asks for both.
 */
export const corpusExtensions = ['md', 'mdx', 'txt', 'rst', 'html', 'htm', 'jsonl', 'csv'] as const;
export type CorpusExtension = (typeof corpusExtensions)[number];

/** All files of these kinds, as a glob. */
export const defaultInclude = `**/*.{${corpusExtensions.join(',')}}`;
