/** Lines of a text that are code between fences, and the fences. What they hold is no sentence, and names nothing. */

const fence = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})[ \t]*([^`\n]*)$/;

interface FenceMark {
  readonly line: number;
  readonly mark: string;
  /** Words behind the mark: only an opening has such. */
  readonly info: string;
}

/** By line: whether it belongs to code. A fence alone, as of code that was cut, hides nothing but itself. */
export function codeLines(lines: readonly string[]): readonly boolean[] {
  const hidden = lines.map(() => false);
  let open: FenceMark | undefined;
  for (const [line, text] of lines.entries()) {
    const [, mark, info = ''] = fence.exec(text) ?? [];
    if (mark === undefined) continue;
    hidden[line] = true;
    if (open === undefined) {
      open = { line, mark, info: info.trim() };
    } else if (info.trim() === '' && closes(open.mark, mark)) {
      hidden.fill(true, open.line, line);
      open = undefined;
    } else if (open.info === '' && info.trim() !== '' && closes(open.mark, mark)) {
      // Nothing closes a bare fence in front of an opening like it: it ended code that began in front of the text.
      open = { line, mark, info: info.trim() };
    }
  }
  if (open !== undefined && open.info !== '') hidden.fill(true, open.line);
  return hidden;
}

const closes = (opening: string, mark: string): boolean => mark.startsWith(opening);
