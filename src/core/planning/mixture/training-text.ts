import type { Content } from '../../samples/shapes/index.ts';
import { shapeOf } from '../../samples/shapes/index.ts';

/** The text of a sample that a model is trained on, as the format `text` exports it, or the reason that there is none. */
export function trainingText(content: Content): { readonly text: string } | { readonly leftOut: string } {
  const encoded = shapeOf(content).encoders.text(content);
  if ('leftOut' in encoded) return encoded;
  const text = 'text' in encoded.row ? encoded.row.text : undefined;
  return typeof text === 'string' && text.trim() !== '' ? { text } : { leftOut: 'without a text' };
}
