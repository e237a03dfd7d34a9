import type { BlockBuilder } from '../block-builder.ts';
import type { SourceText } from '../source-text.ts';
import type { Mask } from './mask.ts';

/** LaTeX as it is, less the labels that only other formulas and references know. */
export function writeFormula({ start, end }: Mask, source: SourceText, builder: BlockBuilder): void {
  const text = source.text.slice(start, end);
  let from = 0;
  for (const label of text.matchAll(/\s?\\label\{[^{}]{0,200}\}/g)) {
    builder.exact(start + from, start + label.index);
    from = label.index + label[0].length;
  }
  builder.exact(start + from, end);
}
