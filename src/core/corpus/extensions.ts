/** A format as people call it; `records`: a file of it holds many documents, one a record. */
interface CorpusFormat {
  readonly name: string;
  readonly records?: true;
}

/**
 * By extension. A new one needs its reader (`parse.ts`), and an example in `test/unit/corpus/formats.test.ts`: the compiler
 * asks for both.
 */
const formats = {
  md: { name: 'Markdown' },
  mdx: { name: 'MDX' },
  txt: { name: 'text' },
  rst: { name: 'reStructuredText' },
  html: { name: 'HTML' },
  htm: { name: 'HTML' },
  jsonl: { name: 'JSONL', records: true },
  csv: { name: 'CSV', records: true },
} as const satisfies Readonly<Record<string, CorpusFormat>>;

export type CorpusExtension = keyof typeof formats;

/** The extensions of corpus files, as they are read unless the settings name others. */
export const corpusExtensions = Object.keys(formats) as readonly CorpusExtension[];

/** All files of these kinds, as a glob. */
export const defaultInclude = `**/*.{${corpusExtensions.join(',')}}`;

const all: readonly CorpusFormat[] = Object.values(formats);

/** Formats of corpus files in words, and those of them whose files hold many documents: “this, that or another”. */
export const corpusFormats = inWords(all);
export const recordFormats = inWords(all.filter(({ records }) => records));

function inWords(chosen: readonly CorpusFormat[]): string {
  const names = [...new Set(chosen.map(({ name }) => name))];
  return [...names.slice(0, -2), names.slice(-2).join(' or ')].join(', ');
}
