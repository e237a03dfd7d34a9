import type { ReadDocument } from './block.ts';
import type { CorpusExtension } from './extensions.ts';
import { readCsv } from './formats/csv.ts';
import type { FindReadable } from './formats/article.ts';
import { readHtml } from './formats/html.ts';
import { readJsonl } from './formats/jsonl.ts';
import { readMarkdown } from './formats/markdown.ts';
import { readPlain } from './formats/plain.ts';
import type { ReadRecords } from './formats/record.ts';
import { readRst } from './formats/rst.ts';
import { extensionOf, refuseLongLines } from './limits.ts';
import { type Omission, Omissions, type TellOmitted } from './omissions.ts';
import type { CorpusDocument, CorpusProblem } from './passage.ts';
import { buildDocument, type PassageContext } from './passages.ts';
import { Refusal } from './refusal.ts';
import { wholeFile, type SourceText } from './source-text.ts';

export interface ParseOptions {
  /** Token budget of a passage. */
  readonly tokens: number;
  /** The field that holds the text of a record; dots reach into nested objects. */
  readonly textField: string;
  /** What is taken of an HTML page; by default its article. */
  readonly html?: 'article' | 'all';
  /** Helps to find the article of pages that do not say where it is. */
  readonly readable?: FindReadable | undefined;
}

export interface ParsedFile {
  readonly documents: CorpusDocument[];
  readonly problems: CorpusProblem[];
  /** What of the file is not in its passages as it stands, by kind. */
  readonly omissions: Omission[];
}

/** One document a file, or one a record. */
type FormatReader =
  | { readonly document: (source: SourceText, omit: TellOmitted, options: ParseOptions) => ReadDocument }
  | { readonly records: (file: string, text: string, field: string) => ReadRecords };

const markdown: FormatReader = { document: (source, omit) => readMarkdown(source, 'markdown', omit) };
const html: FormatReader = {
  document: (source, omit, { html: take = 'article', readable }) => readHtml(source, omit, undefined, { take, readable }),
};

/** By extension. Those that no settings need to name, and others that settings may. */
const readers: Readonly<Record<CorpusExtension | 'markdown', FormatReader>> = {
  md: markdown,
  markdown,
  mdx: { document: (source, omit) => readMarkdown(source, 'mdx', omit) },
  txt: { document: (source, omit) => readPlain(source, omit) },
  rst: { document: readRst },
  html,
  htm: html,
  jsonl: { records: readJsonl },
  csv: { records: readCsv },
};

/** Formats whose mark-up stands in other mark-up. */
const nesting: ReadonlySet<string> = new Set(['md', 'markdown', 'mdx', 'html', 'htm', 'rst']);

const isRead = (extension: string): extension is keyof typeof readers => Object.hasOwn(readers, extension);

/**
 * Reads one file into documents and passages. `text` is the whole file, a byte-order mark included; `file` is its path
 * below the project's root and says by its extension what it is. Nothing that is in a file makes this throw: it
 * becomes a problem, with a line where there is one, and the rest goes on.
 */
export function parseDocument(file: string, text: string, options: ParseOptions): ParsedFile {
  const context: PassageContext = {
    file,
    fileText: text,
    tokens: options.tokens,
    ids: new Map(),
    omissions: new Omissions(),
    thin: new Set(),
  };
  try {
    refuseLongLines(text);
    return { ...parse(file, text, options, context), omissions: context.omissions.list(text) };
  } catch (error) {
    const reason = refusal(error, file);
    if (reason === undefined) throw error;
    return { documents: [], problems: [{ file, reason }], omissions: context.omissions.list(text) };
  }
}

function parse(file: string, text: string, options: ParseOptions, context: PassageContext): Omit<ParsedFile, 'omissions'> {
  const extension = extensionOf(file);
  if (!isRead(extension)) {
    const known = Object.keys(readers)
      .map((name) => `.${name}`)
      .join(', ');
    throw new Refusal(`Files of this kind are not read; those that are: ${known}. Convert the file, or leave it out with corpus.exclude.`);
  }
  const reader = readers[extension];
  if ('records' in reader) {
    const { records, problems } = reader.records(file, text, options.textField);
    const documents = records.map(({ record, title, text: source }) =>
      buildDocument({ title, blocks: readPlain(source, context.omissions.of(source)).blocks }, record, context),
    );
    if (documents.length > 0 && documents.every(({ passages }) => passages.length === 0)) refuseThin(context);
    return { documents: documents.filter(({ passages }) => passages.length > 0), problems: [...problems] };
  }
  const source = wholeFile(text);
  const document = buildDocument(reader.document(source, context.omissions.of(source), options), null, context);
  if (document.passages.length > 0) return { documents: [document], problems: [] };
  refuseThin(context);
  throw new Refusal('There is no text in the file: only mark-up, white space or embedded data. Leave it out with corpus.exclude.');
}

function refuseThin({ thin }: PassageContext): void {
  if (thin.size === 0) return;
  throw new Refusal(
    `There is nothing to learn from in the file, which has only ${[...thin].join(', ')}. Leave it out with corpus.exclude.`,
  );
}

/** Reason that the file is not read; undefined when the error is ours. */
function refusal(error: unknown, file: string): string | undefined {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof RangeError)) return undefined;
  // The parsers of others are recursive in places; a stack that is full is how too deep nesting shows. Plain text nests nothing.
  return error.message.includes('call stack') && nesting.has(extensionOf(file))
    ? 'The mark-up is nested too deeply to be read. Flatten it, or leave the file out with corpus.exclude.'
    : `The file holds more than can be read at once (${error.message}). Split it, or leave it out with corpus.exclude.`;
}
