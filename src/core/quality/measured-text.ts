import { type Content, partsOf, shapeOf } from '../samples/shapes/index.ts';

/** Parts of samples that can be measured: what is asked (of a text, all of it), what is answered, or everything. */
export const measuredParts = ['question', 'answer', 'all'] as const;
export type MeasuredPart = (typeof measuredParts)[number];

/** The text that stands for a sample in measures; '' where it has no such part. */
export function measuredText(content: Content, part: MeasuredPart): string {
  const shape = shapeOf(content);
  if (part === 'question') return shape.compared(content);
  if (part === 'answer') return shape.tells(content);
  return partsOf(content)
    .map(({ text }) => text)
    .join('\n');
}
