import type { Span } from '../passage.ts';
import { Closings } from './closings.ts';
import {
  admonition,
  callout,
  calloutWithoutText,
  colons,
  commands,
  component,
  legacyCallout,
  remark,
  remarkLabel,
  shortcode,
  slashes,
  tabTags,
  tag,
  titleAttribute,
  titledTags,
} from './line-patterns.ts';
import { drop, title, type LineReading, type MarkedLine } from './marked-line.ts';
import type { Mask } from './mask.ts';
import { readDirective } from './myst-directives.ts';

/** Reads the marks of dialects that take a line of their own. */
export class LineMarks {
  readonly #text: string;
  readonly #closings: Closings;

  readonly #isVault: boolean;

  /** `isVault`: the text is a note of Obsidian. */
  constructor(text: string, isVault: boolean) {
    this.#text = text;
    this.#isVault = isVault;
    this.#closings = new Closings(text);
  }

  read(line: MarkedLine): LineReading | undefined {
    const content = this.#text.slice(line.at, Math.min(line.end, line.at + 2000));
    const indent = /^[ \t]*/.exec(content)![0].length;
    const at = line.at + indent;
    const body = content.slice(indent).replace(/[ \t\r]+$/, '');
    if (body === '') return undefined;
    const here: MarkedLine = { ...line, at };
    switch (body.charAt(0)) {
      case '!':
      case '?':
      case '=':
        return this.#admonition(here, body);
      case '[':
        return this.#bracket(here, body);
      case ':':
        return this.#container(here, body) ?? this.#command(here, body);
      case '/':
        return this.#slashes(here, body);
      case '{':
        return this.#tag(here, body) ?? this.#command(here, body);
      case '<':
        return this.#component(here, body) ?? this.#command(here, body);
      case '%':
        // Further in it is code.
        return indent < 4 || line.isInList ? this.#percent(here, body) : undefined;
      case '*':
      case '_':
        return legacyCallout.test(body) && this.#isQuoted(here) ? drop(here) : this.#command(here, body);
      default:
        return this.#command(here, body);
    }
  }

  #admonition(line: MarkedLine, body: string): LineReading | undefined {
    const match = admonition.exec(body);
    if (match === null) return this.#command(line, body);
    const title = match[2] ?? match[4] ?? '';
    const from = title === '' ? line.end : line.at + body.lastIndexOf(title, body.length - 2);
    const masks: Mask[] = [{ start: line.at, end: from, kind: 'nested', isTab: body.startsWith('=') }];
    if (from < line.end) masks.push({ start: from + title.length, end: line.end, kind: 'blank' });
    return { masks, next: from };
  }

  #bracket(line: MarkedLine, body: string): LineReading | undefined {
    if (this.#isQuoted(line)) {
      if (calloutWithoutText.test(body)) return drop(line, 'macro');
      const open = callout.exec(body)?.[0];
      if (open !== undefined && !body.startsWith('(', open.length)) {
        // Behind what Obsidian shows as a title GitHub would show text; either way it is a line of its own.
        return { masks: [{ start: line.at, end: line.at + open.length, kind: 'title' }], next: line.at + open.length };
      }
    }
    if (remark.test(body) && (remarkLabel.test(body) || /(?:#|<>)[ \t]+["'(]/.test(body))) return this.#remark(line, body);
    return this.#command(line, body);
  }

  /** A remark in the title of a link definition goes on until the title ends. */
  #remark(line: MarkedLine, body: string): LineReading {
    const open = /(?:#|<>)[ \t]+(["'(])/.exec(body)?.[1];
    let { end } = line;
    const close = open === '(' ? ')' : open;
    const rest = this.#text.slice(line.at, line.at + 20_000);
    if (close !== undefined && !body.endsWith(close)) {
      const ends = new RegExp(`\\${close}[ \\t]*(?=\\r?\\n|$)|\\n[ \\t>]*(?=\\r?\\n)`, 'g');
      const found = ends.exec(rest.slice(body.length));
      end = line.at + (found === null ? rest.length : body.length + found.index + (found[0].startsWith('\n') ? 0 : found[0].length));
    }
    return { masks: [{ start: line.at, end, kind: 'blank', omit: 'comment' }], next: end };
  }

  #container(line: MarkedLine, body: string): LineReading | undefined {
    const match = colons.exec(body);
    if (match === null) return undefined;
    const [, marks = '', rest = ''] = match;
    if (rest === '') return drop(line);
    // Microsoft's and Pandoc's, closed on the line that opens them.
    if (/\S:{3,}$/.test(rest)) return drop(line, 'macro');
    if (/^[A-Za-z_]\w*(?:\.\w+)+$/.test(rest)) return this.#generated(line);
    const directive = /^\{([\w:.+-]{1,60})\}[ \t]*(.*)$/.exec(rest);
    if (directive !== null) return readDirective(this.#text, line, directive[1]!, directive[2]!, this.#containerEnd(line, marks.length));
    if (/\.(?:output|cell-output|execute_result|cell_output)\b/.test(rest)) {
      const { end } = this.#containerEnd(line, marks.length);
      return { masks: [{ start: line.at, end, kind: 'blank', omit: 'output' }], next: end };
    }
    const named = titleAttribute.exec(rest);
    const bracketed = /^[\w-]+[ \t]*\[([^\n]*)\]/.exec(rest)?.[1];
    const plain = /^(?:[\w-]+[ \t]+)(?![{])([^{}]*[^{}\s])/.exec(rest)?.[1]?.replace(/:{3,}$/, '');
    return title(line, body, named?.[2] ?? bracketed ?? plain ?? '', /^tab\b/.test(rest));
  }

  /** Documentation that mkdocstrings makes of code, with the options below. */
  #generated(line: MarkedLine): LineReading {
    let { end } = line;
    for (let count = 0; count < 200; count += 1) {
      const next = /^\r?\n(?:(?:[ \t]*\r?\n){0,3}[ \t]{2,}\S)[^\n]*/.exec(this.#text.slice(end, end + 2000));
      if (next === null) break;
      end += next[0].length;
    }
    return { masks: [{ start: line.at, end, kind: 'blank', omit: 'macro' }], next: end };
  }

  /** The line of colons that closes the container which opens on `line`; the end of the text when there is none. */
  #containerEnd(line: MarkedLine, marks: number): Span {
    const found = this.#closings.find(`\\n[ \\t>]*:{${marks},}[ \\t]*(?=\\r?\\n|$)`, line.end);
    const { length } = this.#text;
    return found === undefined ? { start: length, end: length } : { start: found.start + 1, end: found.end };
  }

  #slashes(line: MarkedLine, body: string): LineReading | undefined {
    const match = slashes.exec(body);
    if (match === null) return undefined;
    const [, name, shown = ''] = match;
    return name === undefined ? drop(line) : title(line, body, shown, name === 'tab');
  }

  #tag(line: MarkedLine, body: string): LineReading | undefined {
    const liquid = tag.exec(body);
    const [, name = '', rest = ''] = liquid ?? [];
    if (liquid !== null && /^(?:highlight|code-?block)$/.test(name))
      return this.#code(line, body, /^\s*([\w+#-]+)/.exec(rest)?.[1] ?? '', `end${name}`);
    if (liquid !== null && name === 'content-ref') return this.#dropTo(line, '\\{%-?\\s{0,20}endcontent-ref\\b[^\\n]{0,200}?%\\}');
    const hugo = shortcode.exec(body);
    const [, closes = '', call = '', inside = ''] = hugo ?? [];
    if (hugo !== null && call === 'highlight' && closes === '')
      return this.#code(line, body, /^\s*"?([\w+#-]+)/.exec(inside)?.[1] ?? '', call);
    if (liquid === null && hugo === null) return undefined;
    if (/^(?:end)?raw$/.test(name)) return undefined;
    if (closes !== '' || name.startsWith('end')) return drop(line);
    const called = (name || call).toLowerCase();
    const words = rest || inside;
    const isTitled = titledTags.has(called.replace(/^.*\//, ''));
    const shown = isTitled ? (titleAttribute.exec(words)?.[2] ?? /^(?:\s*[\w-]+)?\s*"([^"]*)"\s*$/.exec(words)?.[1] ?? '') : '';
    if (shown !== '') return title(line, body, shown, tabTags.has(called));
    return isTitled || /^(?:code|tabs|columns?|if|else|elsif|for|unless|capture)$/.test(called) ? drop(line) : drop(line, 'macro');
  }

  /** Code between two tags, to the parser between two fences. */
  #code(line: MarkedLine, body: string, language: string, closing: string): LineReading | undefined {
    const pattern = closing.startsWith('end')
      ? `\\{%-?\\s{0,20}${closing}\\s{0,20}-?%\\}`
      : `\\{\\{[<%]\\s{0,20}/\\s{0,20}${closing}\\s{0,20}[>%]\\}\\}`;
    const close = this.#closings.find(pattern, line.end);
    if (close === undefined) return drop(line, 'macro');
    const fence = { text: `\`\`\`${language}`.slice(0, body.length), kind: 'fence' } as const;
    return {
      masks: [
        { start: line.at, end: line.end, ...fence },
        { ...close, kind: 'fence', text: '```' },
      ],
      next: close.end,
    };
  }

  #dropTo(line: MarkedLine, pattern: string): LineReading {
    const end = this.#closings.find(pattern, line.end)?.end ?? line.end;
    return { masks: [{ start: line.at, end, kind: 'blank', omit: 'macro' }], next: end };
  }

  #component(line: MarkedLine, body: string): LineReading | undefined {
    const match = component.exec(body);
    if (match === null || body.endsWith('/>')) return undefined;
    const name = match[1]!.toLowerCase();
    const shown = titledTags.has(name) || tabTags.has(name) ? (titleAttribute.exec(match[2]!)?.[2] ?? '') : '';
    return shown === '' || shown.includes('{') ? undefined : title(line, body, shown, tabTags.has(name));
  }

  /** A comment of MyST; `%` behind the end of a number that a line break parted from it is none. */
  #percent(line: MarkedLine, body: string): LineReading | undefined {
    if (!/^%(?:[ \t]|[\p{L}\p{N}(*_-]|$)/u.test(body)) return undefined;
    if (/\d[ \t]*\r?\n[ \t>]*$/.test(this.#text.slice(Math.max(0, line.at - 50), line.at))) return undefined;
    return drop(line, 'comment');
  }

  #command(line: MarkedLine, body: string): LineReading | undefined {
    if (/^;?-{1,3}8<-{1,3}$/.test(body)) return this.#dropTo(line, '\\n[ \\t]*;?-{1,3}8<-{1,3}[ \\t]*(?=\\r?\\n|$)');
    if (commands.test(body)) return drop(line, /^(?:\*|\(|:)/.test(body) ? undefined : 'macro');
    const field = this.#isVault ? this.#field(line, body) : undefined;
    if (field !== undefined) return field;
    const next = /^\r?\n[ \t]*\{:[ \t]*toc\b[^}\n]*\}/.exec(this.#text.slice(line.end, line.end + 200))?.[0];
    if (next !== undefined && line.at > line.start) return drop({ ...line, end: line.end + next.length }, 'macro');
    // A caption of Pandoc, or a definition with an empty line before it; behind a formula that a converter cut off it is a colon.
    const definition = /^:[ \t]+(?=\S)/.exec(body)?.[0];
    if (
      definition === undefined ||
      !/(?:^|[^>\s][ \t]*\r?\n)[ \t>]*\r?\n$/.test(this.#text.slice(Math.max(0, line.start - 50), line.start))
    )
      return undefined;
    return { masks: [{ start: line.at, end: line.at + definition.length, kind: 'noise' }], next: line.at + definition.length };
  }

  /** A field of a note, `key:: value`: links, tags and numbers are for queries alone. */
  #field(line: MarkedLine, body: string): LineReading | undefined {
    const match = /^[\p{L}*_][\p{L}\p{N} *_-]{0,60}(::)[ \t]*/u.exec(body);
    if (match === null) return undefined;
    const value = body.slice(match[0].length).replace(/!?\[\[[^[\]]{1,300}\]\]|#[\p{L}\p{N}_/-]{1,100}|https?:\S{1,500}/gu, '');
    if (!/\p{L}/u.test(value)) return drop(line, 'macro');
    const colon = line.at + match[0].indexOf('::');
    return { masks: [{ start: colon, end: colon + 1, kind: 'noise' }], next: colon + 1 };
  }

  #isQuoted(line: MarkedLine): boolean {
    return />[ \t]*$/.test(this.#text.slice(Math.max(line.start, line.at - 20), line.at));
  }
}
