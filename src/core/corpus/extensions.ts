/** A format as people call it; `records`: a file of it holds many documents, one a record; `named`: read where the settings name it. */
interface CorpusFormat {
  readonly name: string;
  readonly records?: true;
  readonly named?: true;
}

/**
 * By extension. A new one needs its reader (`parse.ts`), and an example in `test/unit/corpus/formats.test.ts`: the compiler
 * asks for both.
 */
const formats = {
  md: { name: 'Markdown' },
  markdown: { name: 'Markdown' },
  mdown: { name: 'Markdown' },
  mkd: { name: 'Markdown' },
  qmd: { name: 'Markdown' },
  rmd: { name: 'Markdown' },
  mdx: { name: 'MDX' },
  ipynb: { name: 'notebook' },
  txt: { name: 'text' },
  text: { name: 'text' },
  rst: { name: 'reStructuredText' },
  html: { name: 'HTML' },
  htm: { name: 'HTML' },
  xhtml: { name: 'HTML' },
  jsonl: { name: 'JSONL', records: true },
  ndjson: { name: 'JSONL', records: true },
  // Most files of this kind are settings of some program.
  json: { name: 'JSON', records: true, named: true },
  csv: { name: 'CSV', records: true },
  tsv: { name: 'CSV', records: true },
  pdf: { name: 'PDF' },
  docx: { name: 'Word' },
  pptx: { name: 'PowerPoint' },
  epub: { name: 'EPUB' },
  parquet: { name: 'Parquet', records: true },
  'jsonl.gz': { name: 'JSONL', records: true },
  'ndjson.gz': { name: 'JSONL', records: true },
  'csv.gz': { name: 'CSV', records: true },
  'tsv.gz': { name: 'CSV', records: true },
} as const satisfies Readonly<Record<string, CorpusFormat>>;

export type CorpusExtension = keyof typeof formats;

/** The extensions of files that are read. */
export const corpusExtensions = Object.keys(formats) as readonly CorpusExtension[];

/**
 * Tells whether no editor shows a file as it is read: its text is extracted or unpacked, offsets into it count that text, and it is
 * what is shown. By the name alone, in capitals too.
 */
export const isShownAsText = (file: string): boolean => /\.(?:pdf|docx|pptx|epub|parquet|gz)$/i.test(file);

const isNamed = (extension: CorpusExtension): boolean => 'named' in formats[extension];

/** Those that are read unless the settings name others. */
export const usualExtensions = corpusExtensions.filter((extension) => !isNamed(extension));

/** All files of these kinds, as a glob. */
export const defaultInclude = `**/*.{${usualExtensions.join(',')}}`;

const all: readonly CorpusFormat[] = Object.values(formats);

/** Formats of corpus files in words, and those of them whose files hold many documents: “this, that or another”. */
export const corpusFormats = inWords(all.filter(({ named }) => !named));
export const recordFormats = inWords(all.filter(({ records }) => records));

function inWords(chosen: readonly CorpusFormat[]): string {
  const names = [...new Set(chosen.map(({ name }) => name))];
  return [...names.slice(0, -2), names.slice(-2).join(' or ')].join(', ');
}
