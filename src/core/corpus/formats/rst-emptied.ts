import type { Block } from '../block.ts';

/** How far to look for what stands below a heading. */
const reach = 50;

/** Notes in `emptied` that a list of pages was left out below the headings that `blocks` end with. */
export function noteEmptied(blocks: readonly Block[], emptied: Set<Block>): void {
  let depth = Infinity;
  for (const block of blocks.slice(-reach).reverse()) {
    if (block.kind !== 'heading') return;
    if (block.depth < depth) emptied.add(block);
    depth = Math.min(depth, block.depth);
  }
}

/** `blocks` less the headings with nothing below them but lists of pages. */
export function withoutEmptied(blocks: readonly Block[], emptied: ReadonlySet<Block>): Block[] {
  return blocks.filter((block, index) => {
    if (!emptied.has(block)) return true;
    const next = blocks.slice(index + 1, index + reach).find((other) => !emptied.has(other));
    return next !== undefined && (next.kind !== 'heading' || next.depth > block.depth);
  });
}
