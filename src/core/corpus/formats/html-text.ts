import type { BlockBuilder } from '../block-builder.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { characterReference, decodeReference } from './entities.ts';

/** Copies the text between two tags with its character references decoded; line by line when it is preformatted. */
export function copyHtmlText({ start, end }: Span, source: SourceText, builder: BlockBuilder, preformatted: boolean): void {
  // Searching the slice alone: a search in the whole text would run on past `end` each time.
  const text = source.text.slice(start, end);
  const copy = (from: number, to: number): void => {
    if (preformatted) copyLines(start + from, text.slice(from, to), builder);
    else builder.prose(start + from, start + to);
  };
  let from = 0;
  for (let index = text.indexOf('&'); index !== -1; index = text.indexOf('&', index + 1)) {
    characterReference.lastIndex = index;
    const reference = characterReference.exec(text)?.[0];
    const decoded = reference === undefined ? undefined : decodeReference(reference);
    if (reference === undefined || decoded === undefined || decoded === reference) continue;
    copy(from, index);
    from = index + reference.length;
    if (/^\s+$/.test(decoded)) builder.space();
    else builder.replace(decoded, start + index, start + from);
  }
  copy(from, text.length);
}

function copyLines(start: number, text: string, builder: BlockBuilder): void {
  let from = start;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    builder.exact(from, start + match.index);
    if (!builder.isEmpty) builder.put('\n');
    from = start + match.index + match[0].length;
  }
  builder.exact(from, start + text.length);
}
