import type { Anchor, Span } from './passage.ts';

/**
 * - `heading` opens a section;
 * - `prose` may be cut between sentences;
 * - `item` is prose in a list;
 * - `formula` is a display formula: it belongs to the sentence around it;
 * - `whole` is a code fence or a table, whose lines mean something.
 *
 * What must be cut since it is larger than a passage is cut at the coarsest of its seams (`cut-to-fit.ts`).
 */
export type BlockKind = 'heading' | 'prose' | 'item' | 'formula' | 'whole';

/** The smallest piece of structure a format reader yields, in the order of the file. */
export interface Block {
  readonly kind: BlockKind;
  /** 1 for the outermost heading; 0 for what is not a heading. */
  readonly depth: number;
  readonly text: string;
  /** Relative to `text`. */
  readonly anchors: readonly Anchor[];
  /** Sorted ranges of `text` that no cut may fall into unless they alone are larger than a passage: formulas, code spans. */
  readonly atoms: readonly Span[];
  /** The block's own mark-up included; spans of successive blocks do not overlap. */
  readonly span: Span;
  /** Text between the block before and this one when both are in one passage. */
  readonly separator: string;
}

/** Result of a format reader for one document. */
export interface ReadDocument {
  /** From front matter or the like; absent when only a heading or the file's name can tell. */
  readonly title: string | undefined;
  readonly blocks: readonly Block[];
}
