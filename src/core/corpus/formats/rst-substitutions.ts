import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';

const definition = /^\s*\.\.\s+\|([^|\n]{1,100})\|\s+([\w.+:-]{1,60})::(?:\s+(.*))?$/;

/** The name that the line defines, if it defines one. */
export function substitutionName(line: string): string | undefined {
  return definition.exec(line)?.[1];
}

/** What `|names|` stand for: text that replaces them, or characters by number. Images and dates stand for none. */
export function findSubstitutions(lines: readonly Line[], source: SourceText): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, name, kind, first = ''] = definition.exec(source.text.slice(line.start, Math.min(line.end, line.start + 5000))) ?? [];
    if (name === undefined) continue;
    let text = first;
    for (const next of lines.slice(index + 1, index + 20)) {
      if (next.blank || next.indent <= line.indent) break;
      text += ` ${source.text.slice(next.start, next.end).trim()}`;
    }
    if (kind === 'replace') found.set(name, plain(text));
    else if (kind === 'unicode') found.set(name, characters(text));
  }
  return found;
}

/** The text of a replacement less its mark-up, but for substitutions in it, which go. */
function plain(text: string): string {
  return text
    .slice(0, 2000)
    .replace(
      /:[\w.+:-]{1,60}:`([^`<]{1,300})(?:\s<[^`]{0,300})?`|``([^`]{1,300})``|`([^`<]{1,300})(?:\s<[^`]{0,300})?`_{0,2}|\|[^|]{1,100}\|/g,
      '$1$2$3',
    )
    .replace(/\*{1,2}([^*]{1,300})\*{1,2}/g, '$1')
    .replace(/\\\s?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function characters(text: string): string {
  return text
    .replace(/(?:^|\s)\.\..*$/, '')
    .split(/\s+/)
    .map((part) => {
      const code = /^(?:0x|x|\\x|U\+|u|\\u|&#x)([0-9a-fA-F]{1,6});?$/.exec(part)?.[1];
      const number = code === undefined ? (/^\d{1,7}$/.test(part) ? Number(part) : NaN) : Number.parseInt(code, 16);
      return Number.isNaN(number) || number > 0x10_ff_ff || number < 0x20
        ? code === undefined && Number.isNaN(number)
          ? part
          : ''
        : String.fromCodePoint(number);
    })
    .join('');
}
