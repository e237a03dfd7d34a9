import type { Block, ReadDocument } from './block.ts';
import { type CorpusExtension, corpusExtensions } from './extensions.ts';
import { readCsv } from './formats/csv.ts';
import type { FindReadable } from './formats/article.ts';
import { readField } from './formats/field-format.ts';
import { readHtml } from './formats/html.ts';
import { readJsonFile, readJsonl } from './formats/jsonl.ts';
import { readMarkdown } from './formats/markdown.ts';
import { readNotebook } from './formats/notebook.ts';
import { readPlain } from './formats/plain.ts';
import { RecordProblems, type ReadRecords, type TextRecord } from './formats/record.ts';
import { readRst } from './formats/rst.ts';
import { extensionOf, refuseLongLines } from './limits.ts';
import { type Omission, Omissions, type TellOmitted } from './omissions.ts';
import type { CorpusDocument, CorpusProblem } from './passage.ts';
import { buildDocument, type PassageContext } from './passages.ts';
import { Refusal } from './refusal.ts';
import { wholeFile, type SourceText } from './source-text.ts';
import type { TextFormat } from './text-formats.ts';

export interface ParseOptions {
  /** Token budget of a passage. */
  readonly tokens: number;
  /** The field that holds the text of a record; a path into what is nested (`formats/json-path.ts`). */
  readonly textField: string;
  /** What is taken of an HTML page; by default its article. */
  readonly html?: 'article' | 'all';
  /** Helps to find the article of pages that do not say where it is. */
  readonly readable?: FindReadable | undefined;
  /** What that text is written in; by default what it plainly is. */
  readonly textFormat?: TextFormat | 'auto' | undefined;
}

export interface ParsedFile {
  readonly documents: CorpusDocument[];
  readonly problems: CorpusProblem[];
  /** What of the file is not in its passages as it stands, by kind. */
  readonly omissions: Omission[];
}

/** One document a file, or one a record; `whole`: a reader that finds its texts in the file itself. */
type FormatReader =
  | { readonly document: (source: SourceText, omit: TellOmitted, options: ParseOptions) => ReadDocument }
  | { readonly whole: (text: string, omissions: Omissions) => ReadDocument }
  | { readonly records: (file: string, text: string, field: string, omit: TellOmitted) => ReadRecords };

const markdown: FormatReader = { document: (source, omit) => readMarkdown(source, 'markdown', omit) };
const html: FormatReader = {
  document: (source, omit, { html: take = 'article', readable }) => readHtml(source, omit, undefined, { take, readable }),
};
const plain: FormatReader = { document: (source, omit) => readPlain(source, omit) };
const jsonl: FormatReader = { records: readJsonl };
const csv: FormatReader = { records: readCsv };

const readers: Readonly<Record<CorpusExtension, FormatReader>> = {
  md: markdown,
  markdown,
  mdown: markdown,
  mkd: markdown,
  qmd: markdown,
  rmd: markdown,
  mdx: { document: (source, omit) => readMarkdown(source, 'mdx', omit) },
  ipynb: { whole: readNotebook },
  txt: plain,
  text: plain,
  rst: { document: readRst },
  html,
  htm: html,
  xhtml: html,
  jsonl,
  ndjson: jsonl,
  json: { records: readJsonFile },
  csv,
  tsv: csv,
  // The text that was extracted of them (`extract/`).
  pdf: markdown,
  docx: markdown,
  pptx: markdown,
  epub: markdown,
  parquet: jsonl,
  'jsonl.gz': jsonl,
  'ndjson.gz': jsonl,
  'csv.gz': csv,
  'tsv.gz': csv,
};

/** Formats whose mark-up stands in other mark-up. */
const nesting: ReadonlySet<string> = new Set(
  corpusExtensions.filter((extension) => 'document' in readers[extension] && readers[extension] !== plain),
);

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
    const { records, problems } = reader.records(file, text, options.textField, (kind, at, count) => {
      context.omissions.add(kind, at, count);
    });
    const unread = new RecordProblems(file);
    const documents = records.flatMap((record) => {
      const document = buildRecord(record, options, context);
      if (typeof document !== 'string') return document.passages.length > 0 ? [document] : [];
      unread.add(record.line, document);
      return [];
    });
    if (records.length > 0 && documents.length === 0 && unread.list().length === 0) refuseThin(context);
    return { documents, problems: [...problems, ...unread.list()] };
  }
  const source = wholeFile(text);
  const read = 'whole' in reader ? reader.whole(text, context.omissions) : reader.document(source, context.omissions.of(source), options);
  const document = buildDocument(read, null, context);
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

/** The document of a record, without passages where it teaches nothing; or the reason that there is none. */
function buildRecord(
  { record, title, parts }: TextRecord,
  { textFormat, textField, html: take = 'article', readable }: ParseOptions,
  context: PassageContext,
): CorpusDocument | string {
  if (!parts.some(({ text }) => /\p{L}/u.test(text.text))) {
    const [first] = parts;
    return `The field "${textField}" holds no words: “${first?.text.text.trim().slice(0, 40) ?? ''}”.`;
  }
  const blocks: Block[] = [];
  let ownTitle: string | undefined;
  for (const { turn, text } of parts) {
    const read = readField(text, textFormat ?? 'auto', context.omissions.of(text), { take, readable });
    if (turn === undefined) ownTitle ??= read.title;
    for (const [index, block] of read.blocks.entries())
      blocks.push(turn === undefined ? block : spoken(block, index === 0 && turn === 'begins'));
  }
  const document = buildDocument({ title: title ?? ownTitle, blocks }, record, context);
  // What was told as nothing to learn from is no problem of the record's.
  return document.passages.length > 0 || blocks.some(({ text }) => /\p{L}/u.test(text))
    ? document
    : `There is no text in the field "${textField}": only mark-up, or white space.`;
}

/**
 * A block of what somebody says. A turn behind another begins with a dash, as talk does in print: the names of roles, in every
 * passage, would be taken for topics. Its headings head no other turn.
 */
function spoken(block: Block, isFirst: boolean): Block {
  const own: Block = block.kind === 'heading' ? { ...block, kind: 'prose', depth: 0 } : block;
  return isFirst ? { ...own, separator: '\n\n– ' } : own;
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
