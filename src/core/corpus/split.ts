import type { Block } from './block.ts';
import type { Section } from './sections.ts';
import { cutToFit } from './cut-to-fit.ts';
import type { OmissionKind } from './omissions.ts';
import { countTokens } from './tokens.ts';

/** A block, or some sentences of one, with its tokens and the headings above it. */
interface Piece {
  readonly block: Block;
  readonly tokens: number;
  readonly path: readonly string[];
}

/** The pieces of one passage, in order. */
export type Chunk = readonly Piece[];

export interface SplitLimits {
  readonly budget: number;
  readonly fileText: string;
  /** Hears of what is not kept whole, or is larger than the budget; `at`: offset into the file. */
  readonly tell: (kind: OmissionKind, at: number) => void;
}

/** Share of the budget that one sentence, fence, table or formula may be over it: two halves of a table say less than a table. */
const spare = 1 / 10;

/** Tokens of a passage that alone would be too short to ask about. */
const shortPassage = 30;

/** A section of less than this share of the budget is not worth a passage of its own. */
const smallShare = 1 / 3;

/**
 * Splits a document along its structure. A section that fits the budget as a whole is one chunk; otherwise its own
 * blocks and each of its subsections are split by themselves, and small neighbours under the same parent are joined.
 * Sentences of one block are parted only when the block alone is over the budget, and cut (`cut-to-fit.ts`) only when a
 * sentence alone is. No chunk is larger than the budget by more than a tenth.
 */
export function splitSections(root: Section, limits: SplitLimits): Chunk[] {
  return pack(root, [], limits);
}

/** `lead`: headings right above that have no text of their own, and so open this section's first chunk. */
function pack(section: Section, lead: Chunk, limits: SplitLimits): Chunk[] {
  const heading = section.heading === undefined ? lead : [...lead, piece(section.heading, section.path)];
  const own = [...heading, ...section.blocks.map((block) => piece(block, section.path))];
  const all = [...own, ...section.sections.flatMap((child) => flatten(child))];
  if (all.length === 0) return [];
  if (total(all) <= limits.budget) return [all];
  const bare = section.blocks.length === 0;
  const children = section.sections.map((child, index) => pack(child, bare && index === 0 ? heading : [], limits));
  const units = bare && children.length > 0 ? children : [fill(own, limits), ...children];
  return joinSmall(units, limits);
}

/** Recursion is as deep as headings nest: at most six levels in every format read. */
function flatten(section: Section): Piece[] {
  const own = [section.heading, ...section.blocks].filter((block) => block !== undefined);
  return [...own.map((block) => piece(block, section.path)), ...section.sections.flatMap((child) => flatten(child))];
}

const counted = new WeakMap<Block, number>();

function piece(block: Block, path: readonly string[]): Piece {
  let tokens = counted.get(block);
  if (tokens === undefined) {
    tokens = countTokens(block.text);
    counted.set(block, tokens);
  }
  return { block, tokens, path };
}

/** One more for each join: a separator never costs more. */
function total(pieces: Chunk): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens + 1, -1);
}

/**
 * Joins neighbouring chunks, each unit holding the chunks of one subsection, wherever one of the two is small and
 * both together fit.
 */
function joinSmall(units: readonly (readonly Chunk[])[], { budget, tell }: SplitLimits): Chunk[] {
  const small = budget * smallShare;
  const result: Chunk[] = [];
  for (const chunk of units.flat()) {
    const before = result.at(-1);
    const fits = before !== undefined && total([...before, ...chunk]) <= budget;
    if (before !== undefined && fits && (total(before) < small || total(chunk) < small)) {
      result[result.length - 1] = [...before, ...chunk];
      const short = [chunk, before].find((each) => total(each) < shortPassage);
      if (short !== undefined) tell('joined', short[0]!.block.span.start);
    } else result.push(chunk);
  }
  return result;
}

/** Distributes the pieces over as few chunks as the budget allows, of about equal size. */
function fill(pieces: Chunk, limits: SplitLimits): Chunk[] {
  const { budget } = limits;
  const groups = bind(pieces, budget).flatMap((group) => fit(group, limits));
  const chunks: Chunk[] = [];
  let rest = groups.reduce((sum, group) => sum + total(group) + 1, 0);
  let current: Piece[] = [];
  let size = 0;
  let target = rest / Math.max(1, Math.ceil(rest / budget));
  for (const group of groups) {
    const tokens = total(group) + 1;
    if (current.length > 0 && (size + tokens > budget || size + tokens / 2 > target)) {
      chunks.push(current);
      rest -= size;
      current = [];
      size = 0;
      target = rest / Math.max(1, Math.ceil(rest / budget));
    }
    for (const each of group) current.push(each);
    size += tokens;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

/** Groups what should stay together: a heading with what follows, a sentence with the display formula inside it. */
function bind(pieces: Chunk, budget: number): Chunk[] {
  const groups: Piece[][] = [];
  for (const next of pieces) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && belongs(last.block, next.block) && total([...group, next]) <= budget) group.push(next);
    else groups.push([next]);
  }
  return groups;
}

function belongs(before: Block, after: Block): boolean {
  if (before.kind === 'heading') return true;
  if (after.kind === 'formula') return before.kind === 'prose' || before.kind === 'item';
  if (before.kind === 'formula') return /^[\p{Ll},.;:)]/u.test(after.text);
  return before.kind === 'prose' && /[:,]$/.test(before.text);
}

/** A group as it is when it fits; otherwise what is too large cut, its headings kept with what follows. */
function fit(group: Chunk, { budget, fileText, tell }: SplitLimits): Chunk[] {
  if (total(group) <= budget) return [group];
  const groups: Piece[][] = [];
  let open: Piece[] = [];
  for (const next of group) {
    if (total([...open, next]) > budget && (next.block.kind === 'heading' || total(open) > budget / 2)) {
      if (open.length > 0) groups.push(open);
      open = [];
    }
    if (next.block.kind === 'heading') {
      open.push(next);
      continue;
    }
    const whole = [...open, next];
    const size = total(whole);
    if (size <= budget) {
      groups.push(whole);
    } else {
      const room = budget - (size - next.tokens);
      const { blocks, told } = cutToFit(next.block, { limit: room, most: room + budget * spare }, fileText);
      for (const kind of told) tell(kind, next.block.span.start);
      for (const [index, block] of blocks.entries()) groups.push([...(index === 0 ? open : []), piece(block, next.path)]);
    }
    open = [];
  }
  if (open.length > 0) groups.push(open);
  return groups;
}
