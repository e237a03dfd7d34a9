import type { Block } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';

/**
 * Leaves out paragraphs that are one link to another site where the text has the same words so once more (“Run this example”,
 * “Discussions”): they call the reader away, and say nothing. `calls` are such paragraphs, with where they stand.
 */
export function withoutCalls(blocks: readonly Block[], calls: ReadonlyMap<Block, number>, omit: TellOmitted): Block[] {
  const words = new Map<string, number>();
  for (const { text } of calls.keys()) words.set(text, (words.get(text) ?? 0) + 1);
  return blocks.filter((block) => {
    const at = calls.get(block);
    if (at === undefined || (words.get(block.text) ?? 0) < 2) return true;
    omit('furniture', at);
    return false;
  });
}
