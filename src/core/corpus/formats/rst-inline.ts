import type { BlockBuilder } from '../block-builder.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';

/**
 * Inline mark-up of reStructuredText. In this order: an escape, a literal, a substitution, a role with its
 * text, interpreted text or a link with its target, a footnote mark, strong, emphasis, a one-word link.
 */
const markup =
  /\\([\s\S])|``([^`](?:[^`]|`(?!`)){0,500}?)``|\|([^\s|](?:[^|\n]{0,100}[^\s|])?)\|_{0,2}|:[\w.+:-]{1,60}:`([^`]{1,500})`|`([^`]{1,500})`(?::[\w.+:-]{1,60}:|_{0,2})|\[(?:#?[\w.-]{0,40}|\*)\]_|\*\*(?=\S)([^*]{1,500})\*\*|\*(?=[^\s*])([^*]{1,500})\*|\b([\p{L}\p{N}][\p{L}\p{N}.+-]{0,60})__?(?![\p{L}\p{N}_])/gu;
const target = /^([\s\S]*?)\s*<[^<>]*>$/;

/** Copies `span` of a reStructuredText file without its inline mark-up. */
export function writeRstInline(span: Span, source: SourceText, builder: BlockBuilder): void {
  const text = source.text.slice(span.start, span.end);
  let from = 0;
  for (const match of text.matchAll(markup)) {
    const [all, escaped, literal, substitution, role, interpreted, strong, emphasis, word] = match;
    const behind = match.index + all.length;
    builder.prose(span.start + from, span.start + match.index);
    from = behind;
    const copy = (part: string, isAtom: boolean): void => {
      const start = span.start + match.index + all.indexOf(part);
      const write = (): void => {
        builder.prose(start, start + part.length);
      };
      if (isAtom) builder.atom(write);
      else write();
    };
    if (escaped !== undefined) {
      // A backslash before white space only parts mark-up from the letters beside it.
      if (/\S/.test(escaped)) copy(escaped === '\\' ? '\\' : escaped, false);
    } else if (literal !== undefined) copy(literal, true);
    else if (role !== undefined) copy(label(role), all.startsWith(':math:'));
    else if (interpreted !== undefined) copy(label(interpreted), false);
    else {
      const plain = substitution ?? strong ?? emphasis ?? word;
      if (plain === undefined) builder.skip();
      else copy(plain, false);
    }
  }
  builder.prose(span.start + from, span.end);
}

/** "text <target>" is shown as its text; "~package.name" of Python's roles as it is. */
function label(text: string): string {
  const shown = target.exec(text)?.[1];
  return (shown === undefined || shown.trim() === '' ? text : shown).replace(/^[~!]/, '');
}
