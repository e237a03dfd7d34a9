import type { Block } from './block.ts';

/** A heading with what stands below it; the root has no heading. */
export interface Section {
  readonly heading: Block | undefined;
  /** From the outermost heading to this one, cleaned. */
  readonly path: readonly string[];
  /** Its blocks before its first subsection, its heading not among them. */
  readonly blocks: Block[];
  readonly sections: Section[];
}

/**
 * The tree of sections of a document. `title` stands above all headings; a heading right below that says the same is
 * not named twice.
 */
export function buildSections(blocks: readonly Block[], title: string | undefined): Section {
  const root: Section = { heading: undefined, path: title === undefined ? [] : [title], blocks: [], sections: [] };
  const open: Section[] = [root];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while (open.length > 1 && open.at(-1)!.heading!.depth >= block.depth) open.pop();
      const parent = open.at(-1)!;
      const path = parent === root && block.text === title ? root.path : [...parent.path, block.text];
      const section: Section = { heading: block, path, blocks: [], sections: [] };
      parent.sections.push(section);
      open.push(section);
    } else {
      open.at(-1)!.blocks.push(block);
    }
  }
  return root;
}
