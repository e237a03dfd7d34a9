import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Block, ReadDocument } from './block.ts';
import { shiftText } from './cut-block.ts';
import { tellHiddenData, withoutData } from './leave-out.ts';
import type { Omissions } from './omissions.ts';
import type { Anchor, CorpusDocument, Passage } from './passage.ts';
import { buildSections } from './sections.ts';
import { splitSections, type Chunk } from './split.ts';
import { onlyHas } from './thin.ts';
import { countTokens } from './tokens.ts';

/** Hexadecimal digits kept of a content hash: 80 bits, so that a million passages do not collide. */
const hashDigits = 20;

export interface PassageContext {
  readonly file: string;
  readonly fileText: string;
  /** Passages of at most so many tokens; a single sentence, formula, fence or table may be larger by a tenth. */
  readonly tokens: number;
  /** Ids given out so far in this file; kept across its records so that a repetition gets a number. */
  readonly ids: Map<string, number>;
  /** What is left out, cut or joined on the way. */
  readonly omissions: Omissions;
  /** What the passages that were passed over have only. */
  readonly thin: Set<string>;
}

/** Splits what a reader found into passages; `inFile` is the record's place among those of its file, null for a file that is one document. */
export function buildDocument(read: ReadDocument, inFile: number | null, context: PassageContext): CorpusDocument {
  const record = inFile ?? 0;
  const { tokens: budget, fileText, omissions } = context;
  if (inFile === null) tellHiddenData(fileText, read.blocks, omissions);
  const blocks = withoutData(read.blocks, omissions).map((block) => withoutLongHeading(block, budget));
  const root = buildSections(blocks, read.title);
  const chunks = splitSections(root, { budget, fileText, tell: omissions.add.bind(omissions) });
  const heading = blocks.find((block) => block.kind === 'heading')?.text;
  return {
    file: context.file,
    record,
    title: read.title ?? heading ?? nameOf(context.file, inFile),
    passages: chunks.filter((chunk) => teaches(chunk, context)).map((chunk) => buildPassage(chunk, record, context)),
  };
}

/** Tells of a passage that is passed over since it has nothing to teach. */
function teaches(chunk: Chunk, { fileText, omissions, thin }: PassageContext): boolean {
  const blocks = chunk.map(({ block }) => block);
  const only = onlyHas({ blocks, fileText });
  if (only === null) return true;
  thin.add(only);
  omissions.add('thin', blocks[0]!.span.start);
  return false;
}

/** What is marked as a heading and leaves no room for what it is about is text. */
function withoutLongHeading(block: Block, budget: number): Block {
  if (block.kind !== 'heading' || block.text.length <= budget / 2) return block;
  return countTokens(block.text) <= budget / 2 ? block : { ...block, kind: 'prose', depth: 0 };
}

function nameOf(file: string, record: number | null): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const stem = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
  return record === null ? stem || name : `${stem} ${record + 1}`;
}

function buildPassage(chunk: Chunk, record: number, context: PassageContext): Passage {
  const blocks = chunk.map(({ block }) => block);
  const { text, anchors } = join(blocks);
  const headings = commonPath(chunk);
  const hash = hashContent(headings, text);
  const seen = (context.ids.get(hash) ?? 0) + 1;
  context.ids.set(hash, seen);
  return {
    id: seen === 1 ? `${context.file}#${hash}` : `${context.file}#${hash}~${seen}`,
    file: context.file,
    record,
    span: { start: blocks[0]!.span.start, end: blocks.at(-1)!.span.end },
    text,
    anchors,
    headings,
    hash,
    tokens: countTokens(text),
  };
}

function join(blocks: readonly Block[]): { text: string; anchors: Anchor[] } {
  const anchors: Anchor[] = [];
  let text = '';
  for (const [index, block] of blocks.entries()) {
    if (index > 0) text += block.separator;
    const shift = text.length;
    for (const anchor of block.anchors) anchors.push(shiftText(anchor, shift));
    text += block.text;
  }
  return { text, anchors };
}

/** The headings that stand above everything in the chunk; a heading without text of its own does not count. */
function commonPath(chunk: Chunk): readonly string[] {
  const content = chunk.filter(({ block }) => block.kind !== 'heading');
  const paths = (content.length > 0 ? content : chunk).map(({ path }) => path);
  const first = paths[0]!;
  let length = first.length;
  for (const path of paths) {
    let shared = 0;
    while (shared < length && path[shared] === first[shared]) shared += 1;
    length = shared;
  }
  return first.slice(0, length);
}

function hashContent(headings: readonly string[], text: string): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([headings, text])))).slice(0, hashDigits);
}
