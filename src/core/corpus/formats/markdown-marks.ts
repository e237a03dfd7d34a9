import type { CodeSpans } from './code-spans.ts';
import type { DialectEvidence } from './evidence.ts';
import type { Mask } from './mask.ts';
import type { LineReading } from './marked-line.ts';
import { readCitation, readRole } from './references.ts';

const role = /(?:\{([a-zA-Z][\w:.+-]{0,60})\}|:([a-zA-Z][\w.+:-]{0,60}):)(?=`)/y;
const wikiLink = /\[\[([^[\]\n|]{0,300}?)(\\?\|([^[\]\n]{0,300}))?\]\](?!\()/y;
const embed = /!\[\[[^[\]\n]{1,500}\]\]/y;
const bracketed = /\[([^[\]\n]{1,1000})\]\{[ \t]*(?:[.#:][^}\n]{0,500}|[\w-]+=[^}\n]{0,500})\}/y;
const citations = /\[(?:[^[\]\n]{0,100}?[\s;(-])?-?@[\w:.#$%&+?~/-]{1,100}[^[\]\n]{0,500}\]/y;
const citation = /@(\{?)([A-Za-z][\w:.#$%&+?~/-]{0,100}\w)\}?(?:[ \t]\[[^[\]\n]{1,80}\](?![({]))?/y;
const undefinedNote = /\[\^\d{1,4}\](?![:(])/y;
const inlineNote = /\^\[([^[\]\n]{1,1000})\]/y;
const blockId = /\^(?=[\w-]*[a-z]|[\w-]{4,})[A-Za-z0-9-]{1,60}[ \t]*(?=\r?\n|$)/y;
const superscript = /\^([^\s^[\]*`$]{1,30})\^/y;
const highlight = /==(?=[^\s=])([^\n=]{0,300}[^\s=])==(?![=\w])/y;
const keys = /\+\+(?=[^\s+])((?:[^\n+]|\+(?!\+)){0,100}[^\s+])\+\+(?![+\w])/y;
const icon = /:(?:material|fontawesome|octicons|simple)-[\w-]{1,100}:(?:\{[^}\n]{0,200}\})?/y;
const emoji = /:[a-z0-9_+-]{0,40}[a-z][a-z0-9_+-]{0,40}:(?=[\s.,;:!?)\]|]|$)/y;
const hashtag = /#[\p{L}_/-][\p{L}\p{N}_/-]{0,100}(?![\p{L}\p{N}_<(])/uy;
const attributes =
  /\{:?[ \t]*(?:[.#][\w:.-]{1,200}|[\w-]{1,100}=(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s}"']{1,300}))(?:[ \t]+[^}\n]{0,1000})?[ \t]*\}/y;
const variable = /\{\{(?!\{)[^{}\n]{1,1000}\}\}(?!\})/y;
const template = /<%[^\n]{0,2000}?%>|<%[*_~-][\s\S]{0,5000}?%>/y;
const command =
  /\\(?:(?:eq|auto|page|name|c|C|v)?ref|cite[a-z]{0,6}|label|index|footnotemark|vspace|hspace|bibliography|input|include)\*?(?:\[[^\]\n]{0,200}\])?\{[^{}\n]{0,300}\}|\\(?:newpage|pagebreak|clearpage|noindent|centering)\b/y;
/** What CriticMarkup puts in another's place, adds and points out; what it only strikes out is a comment. */
const substitution = /\{~~(?:(?!\{~~|~>)(?:[^\n]|\n(?![ \t]*\r?\n))){0,2000}~>((?:(?!\{~~|~>)(?:[^\n]|\n(?![ \t]*\r?\n))){0,2000}?)~~\}/y;
const addition = /\{(\+\+|==)(?:(?!\{\1)(?:[^\n]|\n(?![ \t]*\r?\n))){1,2000}?\1\}/y;
const slide = /[[(](\*\*|~~)(?=\S)((?:[^\n]|\n(?![ \t]*\r?\n)){1,1500}?)\1[\])](?![([])/y;

/** Reads the marks of dialects that stand in a line. */
export class InlineMarks {
  readonly #text: string;
  readonly #code: CodeSpans;
  readonly #evidence: DialectEvidence;

  constructor(text: string, code: CodeSpans, evidence: DialectEvidence) {
    this.#text = text;
    this.#code = code;
    this.#evidence = evidence;
  }

  /** The marks at `index` with where to go on, or nothing. */
  read(index: number): LineReading | undefined {
    switch (this.#text.charAt(index)) {
      case '{':
        return (
          this.#substitution(index) ??
          this.#around(addition, index, 3) ??
          this.#role(index) ??
          this.#attributes(index) ??
          this.#variable(index)
        );
      case ':':
        return this.#role(index) ?? this.#whole(icon, index) ?? this.#emoji(index);
      case '[':
        return this.#bracket(index);
      case '(':
        return this.#slide(index);
      case '!':
        return this.#whole(embed, index, 'macro');
      case '^':
        return this.#caret(index);
      case '=':
        return this.#charAt(index - 1, /[\w=]/) ? undefined : this.#around(highlight, index, 2);
      case '+':
        return this.#charAt(index - 1, /[\w+]/) ? undefined : this.#around(keys, index, 2);
      case '@':
        return this.#citation(index);
      case '#':
        return this.#hashtag(index);
      case '<':
        return this.#whole(template, index, 'macro');
      case '\\':
        return this.#command(index);
      default:
        return undefined;
    }
  }

  #charAt(index: number, kind: RegExp): boolean {
    return kind.test(this.#text.charAt(index));
  }

  #exec(pattern: RegExp, index: number): RegExpExecArray | null {
    pattern.lastIndex = index;
    return pattern.exec(this.#text);
  }

  #whole(pattern: RegExp, index: number, omit?: Mask['omit']): LineReading | undefined {
    const match = this.#exec(pattern, index);
    return match === null ? undefined : noise(index, index + match[0].length, omit);
  }

  /** Leaves out `size` characters on either side of what a mark is about. */
  #around(pattern: RegExp, index: number, size: number): LineReading | undefined {
    const match = this.#exec(pattern, index);
    if (match === null) return undefined;
    const end = index + match[0].length;
    return {
      masks: [
        { start: index, end: index + size, kind: 'noise' },
        { start: end - size, end, kind: 'noise' },
      ],
      next: index + size,
    };
  }

  #substitution(index: number): LineReading | undefined {
    const match = this.#exec(substitution, index);
    if (match === null) return undefined;
    const end = index + match[0].length;
    const from = end - 3 - match[1]!.length;
    return {
      masks: [
        { start: index, end: from, kind: 'noise', omit: 'comment' },
        { start: end - 3, end, kind: 'noise' },
      ],
      next: from,
    };
  }

  /** `{role}` of MyST and `:role:` of reStructuredText, in front of a code span. */
  #role(index: number): LineReading | undefined {
    if (this.#charAt(index - 1, /[\w:`]/)) return undefined;
    const match = this.#exec(role, index);
    if (match === null) return undefined;
    const open = index + match[0].length;
    const { end, isSpan } = this.#code.after(open);
    if (!isSpan) return undefined;
    const ticks = /^`+/.exec(this.#text.slice(open, end))![0].length;
    const name = match[1] ?? match[2]!;
    if (name === 'math') return { masks: [{ start: index, end: open, kind: 'noise' }], next: end };
    const content = this.#text.slice(open + ticks, end - ticks);
    const reading = readRole(name, content, this.#before(index));
    if (reading === undefined) return this.#parenthesised(index, end);
    if ('noun' in reading) return { masks: [{ start: index, end, kind: 'noun', text: reading.noun }], next: end };
    // What is code stays a code span.
    if (
      reading.from === 0 &&
      reading.to === content.length &&
      /code|func|class|meth|mod|attr|data|exc|file|command|option|kbd/.test(name)
    ) {
      return { masks: [{ start: index, end: open, kind: 'noise' }], next: end };
    }
    const [from, to] = [open + ticks + reading.from, open + ticks + reading.to];
    return {
      masks: [
        { start: index, end: from, kind: 'noise' },
        { start: from, end: to, kind: 'literal' },
        { start: to, end, kind: 'noise' },
      ],
      next: end,
    };
  }

  #before(index: number): string {
    return this.#text.slice(Math.max(0, index - 30), index);
  }

  /** A variable or a shortcode; parentheses that hold nothing else go with it, but not those of a link. */
  #variable(index: number): LineReading | undefined {
    const match = this.#exec(variable, index);
    if (match === null) return undefined;
    const end = index + match[0].length;
    const isAlone = this.#charAt(index - 1, /\(/) && this.#charAt(end, /\)/) && this.#charAt(index - 2, /\s/);
    return isAlone ? noise(index - 1, end + 1, 'macro') : noise(index, end, 'macro');
  }

  /** Leaves a reference out, with parentheses that hold nothing else. */
  #parenthesised(start: number, end: number): LineReading {
    return this.#charAt(start - 1, /\(/) && this.#charAt(end, /\)/) ? noise(start - 1, end + 1) : noise(start, end, 'macro');
  }

  #attributes(index: number): LineReading | undefined {
    const match = this.#exec(attributes, index);
    if (match === null) return undefined;
    // Behind what can have attributes, or at the end of a line; elsewhere an equation in braces is one.
    const isMark = /^\{:?[ \t]*[.#]/.test(match[0]) || this.#charAt(index - 1, /[)\]`*_>]/) || this.#endsHeading(index, match[0]);
    if (!isMark || this.#charAt(index - 1, /[\\^_$]/)) return undefined;
    return noise(index, index + match[0].length);
  }

  #endsHeading(index: number, mark: string): boolean {
    const end = index + mark.length;
    const line = this.#text
      .slice(Math.max(0, index - 500), index)
      .split('\n')
      .at(-1)!;
    return /^[ \t>]{0,20}#{1,6}[ \t]/.test(line) && /^[ \t]*(?:\r?\n|$)/.test(this.#text.slice(end, end + 100));
  }

  #emoji(index: number): LineReading | undefined {
    return index === 0 || this.#charAt(index - 1, /[\s([|]/) ? this.#whole(emoji, index) : undefined;
  }

  #bracket(index: number): LineReading | undefined {
    const link = this.#exec(wikiLink, index);
    if (link !== null) return this.#wikiLink(index, link);
    if (this.#charAt(index - 1, /[\]!\\]/)) return undefined;
    if (this.#exec(citations, index) !== null && !this.#charAt(citations.lastIndex, /[({:[]/)) {
      return noise(index, citations.lastIndex, 'macro');
    }
    const span = this.#exec(bracketed, index);
    if (span !== null) {
      const end = index + 1 + span[1]!.length;
      return {
        masks: [
          { start: index, end: index + 1, kind: 'noise' },
          { start: end, end: index + span[0].length, kind: 'noise' },
        ],
        next: index + 1,
      };
    }
    return this.#slide(index) ?? this.#whole(undefinedNote, index);
  }

  /** Shows what Obsidian shows: the words behind the bar, else the name of the note without its folder. */
  #wikiLink(index: number, [all, target = '', bar, shown]: RegExpExecArray): LineReading | undefined {
    const end = index + all.length;
    if (bar !== undefined && shown?.trim() !== '') {
      const from = index + 2 + target.length + bar.length - shown!.length;
      return {
        masks: [
          { start: index, end: from, kind: 'noise' },
          { start: end - 2, end, kind: 'noise' },
        ],
        next: from,
      };
    }
    // No name of a note: a list of numbers, a test of a shell.
    if (!/^[^\s,;:"'][^"]*$/.test(target) || /^[\d\s.,^-]+$/.test(target)) return undefined;
    const [name = ''] = target.split('#', 1);
    const part =
      name === ''
        ? target.slice(target.lastIndexOf('#') + 1).replace(/^\^.*/, '')
        : name.slice(name.lastIndexOf('/') + 1).replace(/\.md$/, '');
    const from = index + 2 + (name === '' ? target.lastIndexOf(part) : name.lastIndexOf('/') + 1);
    if (part === '') return noise(index, end, 'macro');
    return {
      masks: [
        { start: index, end: from, kind: 'noise' },
        { start: from + part.length, end, kind: 'noise' },
      ],
      next: from,
    };
  }

  #slide(index: number): LineReading | undefined {
    if (!this.#evidence.hasSlides) return undefined;
    const match = this.#exec(slide, index);
    if (match === null) return undefined;
    const end = index + match[0].length;
    // Words between tildes are on the slides alone.
    if (match[1] === '~~') return noise(index, end, 'macro');
    return {
      masks: [
        { start: index, end: index + 1, kind: 'noise' },
        { start: end - 1, end, kind: 'noise' },
      ],
      next: index + 1,
    };
  }

  #caret(index: number): LineReading | undefined {
    if (index === 0 || this.#charAt(index - 1, /\s/)) {
      const id = this.#exec(blockId, index);
      if (id !== null) return noise(index, index + id[0].trimEnd().length);
    }
    const note = this.#exec(inlineNote, index);
    if (note !== null) {
      const end = index + note[0].length;
      return {
        masks: [
          { start: index, end: index + 2, kind: 'noun', text: ' (' },
          { start: end - 1, end, kind: 'noun', text: ')' },
        ],
        next: index + 2,
      };
    }
    const raised = this.#charAt(index - 1, /[\p{L}\p{N})]/u) ? this.#exec(superscript, index) : null;
    if (raised === null) return undefined;
    const end = index + raised[0].length;
    return { masks: [{ start: end - 1, end, kind: 'noise' }], next: index + 1 };
  }

  #citation(index: number): LineReading | undefined {
    if (!(index === 0 || this.#charAt(index - 1, /[\s([;—–-]/))) return undefined;
    const match = this.#exec(citation, index);
    if (match === null) return undefined;
    const shown = readCitation(match[2]!, this.#before(index));
    if (shown === undefined) return undefined;
    const end = index + match[0].length;
    return shown === '' ? noise(index, end) : { masks: [{ start: index, end, kind: 'noun', text: shown }], next: end };
  }

  /** A tag of notes: left out where it stands behind a sentence, in a heading or alone; a word like any other within a sentence. */
  #hashtag(index: number): LineReading | undefined {
    if (!(index === 0 || this.#charAt(index - 1, /[\s(]/))) return undefined;
    const match = this.#exec(hashtag, index);
    if (match === null) return undefined;
    const end = index + match[0].length;
    const before = this.#text
      .slice(Math.max(0, index - 500), index)
      .split('\n')
      .at(-1)!;
    const after = this.#text.slice(end, end + 500).split('\n', 1)[0]!;
    const tagsBefore = /(?:^|\s)(?:#[\p{L}_/-][\p{L}\p{N}_/-]*\s+)*$/u.exec(before)?.index ?? before.length;
    const isLast = /^(?:\s+#[\p{L}_/-][\p{L}\p{N}_/-]*)*\s*$/u.test(after);
    const isAlone = /^[\s>]*(?:[-*+](?:\s|$))?\s*$/.test(before.slice(0, tagsBefore));
    const isBehind = isAlone || /[.!?:)…]["”’]?\s*$/.test(before.slice(0, tagsBefore)) || /^\s*(?:#{1,6}|[-*+])\s/.test(before);
    const several = /#[\p{L}_]/u.test(before.slice(tagsBefore) + after);
    if (isLast && isBehind && (this.#evidence.isVault || (several && !/^\s*#{1,6}\s/.test(before)))) return noise(index, end);
    return this.#evidence.isVault ? noise(index, index + 1) : undefined;
  }

  /** A command of LaTeX outside formulas that only arranges or points. */
  #command(index: number): LineReading | undefined {
    if (this.#charAt(index - 1, /\\/)) return undefined;
    const match = this.#exec(command, index);
    if (match === null) return undefined;
    return this.#parenthesised(index, index + match[0].length);
  }
}

function noise(start: number, end: number, omit?: Mask['omit']): LineReading {
  const mask = { start, end, kind: 'noise' } as const;
  return { masks: [omit === undefined ? mask : { ...mask, omit }], next: end };
}
