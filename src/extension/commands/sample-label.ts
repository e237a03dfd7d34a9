import type { Content } from '../../protocol/shapes.ts';

/** One line that stands for a content in a list of choices. The shapes are loaded when the first is shown. */
export async function labelOfContent(content: Content): Promise<string> {
  const { partsOf } = await import('../../protocol/shapes.ts');
  return partsOf(content)
    .map(({ text }) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
    .slice(0, 2)
    .join(' → ')
    .slice(0, 160)
    .toWellFormed();
}
