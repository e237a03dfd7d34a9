import type { CorpusDocument, CorpusProblem } from './passage.ts';
import { buildDocument, type PassageContext } from './passages.ts';
import { readMarkdown } from './formats/markdown.ts';
import { Refusal } from './refusal.ts';
import { wholeFile } from './source-text.ts';

export interface ParseOptions {
  /** Token budget of a passage. */
  readonly tokens: number;
  /** The field of a JSONL or CSV record that holds its text; dots reach into nested objects. */
  readonly textField: string;
}

export interface ParsedFile {
  readonly documents: readonly CorpusDocument[];
  readonly problems: readonly CorpusProblem[];
}

/** Reads one file into documents and passages. Never throws for what is in the file: that becomes a problem. */
export function parseDocument(file: string, text: string, options: ParseOptions): ParsedFile {
  const context: PassageContext = { file, fileText: text, tokens: options.tokens, ids: new Map() };
  try {
    return { documents: [buildDocument(readMarkdown(wholeFile(text), 'markdown'), 0, context)], problems: [] };
  } catch (error) {
    if (error instanceof Refusal) return { documents: [], problems: [{ file, reason: error.message }] };
    throw error;
  }
}
