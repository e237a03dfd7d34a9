/** Word documents (ECMA-376, part 1, 17): what a reader sees of the text with all changes accepted, as Markdown. */
import { heading, inline, item, paragraphOf, table } from './as-markdown.ts';
import { type ExtractedText, TextWriter } from './extracted.ts';
import { type PartText, relationsOf } from './package-parts.ts';
import { Refusal } from '../refusal.ts';
import { WordNumbering } from './word-numbering.ts';
import { allOf, childOf, elementsOf, textOf, type XmlElement, xmlTree } from './xml-tree.ts';

/** Number of cells that are read of a row at most: what Word allows. */
const maxCells = 63;

/** @throws Refusal when it has no document in it */
export function extractWord(parts: PartText): ExtractedText {
  const main = [...relationsOf('', parts).values()].find(({ type }) => type === 'officeDocument')?.path ?? 'word/document.xml';
  const text = parts(main);
  const body = text === null ? undefined : childOf(childOf(xmlTree(text), 'document'), 'body');
  if (body === undefined)
    throw new Refusal('There is no Word document in the file. Save it anew as .docx, or leave it out with corpus.exclude.');
  const related = [...relationsOf(main, parts).values()];
  const part = (type: string): XmlElement | undefined => {
    const content = parts(related.find((each) => each.type === type)?.path ?? '');
    return content === null ? undefined : xmlTree(content);
  };
  return new WordReader(part('styles'), part('numbering'), [part('footnotes'), part('endnotes')]).read(body);
}

interface ParagraphStyle {
  readonly level: number | null;
  readonly list: string | null;
  readonly isContents: boolean;
}

class WordReader {
  readonly #writer = new TextWriter();
  readonly #styles = new Map<string, ParagraphStyle>();
  readonly #numbering: WordNumbering;
  readonly #notes = new Map<string, XmlElement>();
  /** Notes that the text has named and that stand at its end, in order. */
  readonly #named: string[] = [];
  /** Lines of the list that is being read. */
  #list: string[] = [];
  /** Codes of fields are no text; a field may hold others. */
  #fields: ('code' | 'result')[] = [];

  constructor(styles: XmlElement | undefined, numbering: XmlElement | undefined, notes: readonly (XmlElement | undefined)[]) {
    this.#numbering = new WordNumbering(numbering);
    if (styles !== undefined) this.#readStyles(styles);
    for (const part of notes) {
      for (const kind of ['footnote', 'endnote']) {
        for (const note of part === undefined ? [] : allOf(part, kind)) {
          // Those of a type are the lines between text and notes.
          if (note.attributes.type === undefined) this.#notes.set(`${kind} ${note.attributes.id ?? ''}`, note);
        }
      }
    }
  }

  read(body: XmlElement): ExtractedText {
    this.#blocks(body);
    this.#endList();
    // Notes may name others, which come behind them.
    for (const name of this.#named) {
      const words = [...allOf(this.#notes.get(name)!, 'p')].map((each) => this.#words(each)).join(' ');
      this.#writer.block(paragraphOf(words.trim()));
    }
    return this.#writer.finish(null);
  }

  #readStyles(styles: XmlElement): void {
    const found = new Map([...allOf(styles, 'style')].map((style) => [style.attributes.styleId ?? '', style]));
    for (const id of found.keys()) {
      let [level, list, isContents]: [number | null, string | null, boolean] = [null, null, false];
      const seen = new Set<string>();
      for (let at: string | undefined = id; at !== undefined && !seen.has(at);) {
        seen.add(at);
        const style = found.get(at);
        const name = childOf(style, 'name')?.attributes.val?.toLowerCase() ?? '';
        const properties = childOf(style, 'pPr');
        const outline = childOf(properties, 'outlineLvl')?.attributes.val;
        level ??= /^heading \d$/.test(name) ? Number(name.at(-1)) : name === 'title' ? 1 : outline === undefined ? null : levelOf(outline);
        list ??= childOf(childOf(properties, 'numPr'), 'numId')?.attributes.val ?? null;
        isContents ||= /^toc \d$/.test(name);
        at = childOf(style, 'basedOn')?.attributes.val;
      }
      this.#styles.set(id, { level, list, isContents });
    }
  }

  #blocks(parent: XmlElement): void {
    for (const child of elementsOf(parent)) {
      if (child.name === 'p') this.#paragraph(child);
      else if (child.name === 'tbl') {
        this.#endList();
        this.#writer.block(table(this.#rows(child)));
      } else if (child.name === 'sdt') {
        const gallery = [...allOf(child, 'docPartGallery')].some(({ attributes }) => /contents/i.test(attributes.val ?? ''));
        if (gallery) this.#writer.omit('contents');
        else this.#blocks(childOf(child, 'sdtContent') ?? { ...child, children: [] });
      } else if (child.name === 'ins' || child.name === 'moveTo' || child.name === 'customXml') this.#blocks(child);
    }
  }

  #paragraph(element: XmlElement): void {
    const properties = childOf(element, 'pPr');
    const style = this.#styles.get(childOf(properties, 'pStyle')?.attributes.val ?? '');
    const words = this.#words(element).trim();
    if (words === '') return;
    if (style?.isContents === true) {
      this.#writer.omit('contents');
      return;
    }
    const outline = childOf(properties, 'outlineLvl')?.attributes.val;
    const level = outline === undefined ? (style?.level ?? null) : levelOf(outline);
    if (level !== null) {
      this.#endList();
      this.#writer.block(heading(level, words));
      return;
    }
    const numbers = childOf(properties, 'numPr');
    const list = childOf(numbers, 'numId')?.attributes.val ?? style?.list ?? null;
    if (list === null || list === '0') {
      this.#endList();
      this.#writer.block(paragraphOf(words));
      return;
    }
    const depth = Math.min(8, Number(childOf(numbers, 'ilvl')?.attributes.val ?? '0') || 0);
    this.#list.push(item(depth, this.#numbering.next(list, depth), words));
  }

  #endList(): void {
    this.#writer.block(this.#list.join('\n'));
    this.#list = [];
  }

  #rows(tableElement: XmlElement): string[][] {
    return [...allOf(tableElement, 'tr')].map((row) =>
      [...allOf(row, 'tc')].slice(0, maxCells).map((cell) =>
        [...allOf(cell, 'p')]
          .map((each) => this.#words(each).trim())
          .filter((words) => words !== '')
          .join(' '),
      ),
    );
  }

  #words(element: XmlElement): string {
    const properties = childOf(element, 'rPr');
    if (element.name === 'r' && (isOn(properties, 'vanish') || isOn(properties, 'webHidden'))) {
      if (textOf(element).trim() !== '') this.#writer.omit('hidden');
      return '';
    }
    return elementsOf(element)
      .map((child) => this.#wordsOf(child))
      .join('');
  }

  #wordsOf(child: XmlElement): string {
    const isCode = this.#fields.at(-1) === 'code';
    switch (child.name) {
      case 't':
        return isCode ? '' : inline(textOf(child));
      case 'tab':
      case 'br':
      case 'cr':
        return ' ';
      case 'noBreakHyphen':
        return '-';
      case 'fldChar':
        this.#field(child.attributes.fldCharType);
        return '';
      case 'footnoteReference':
      case 'endnoteReference': {
        const key = `${child.name.slice(0, -'Reference'.length)} ${child.attributes.id ?? ''}`;
        if (this.#notes.has(key) && !this.#named.includes(key)) this.#named.push(key);
        return '';
      }
      // A formula in Office's own mark-up: its characters in their order.
      case 'oMath':
        return inline([...allOf(child, 't')].map(textOf).join(''));
      // What a change took away; what an alternative says a second time; what is no text.
      case 'del':
      case 'moveFrom':
      case 'Fallback':
      case 'pPr':
      case 'rPr':
      case 'instrText':
        return '';
      default:
        return this.#words(child);
    }
  }

  #field(type: string | undefined): void {
    if (type === 'begin') this.#fields.push('code');
    else if (type === 'separate' && this.#fields.length > 0) this.#fields[this.#fields.length - 1] = 'result';
    else if (type === 'end') this.#fields.pop();
  }
}

/** An outline level as a heading's; the tenth is that of text. */
function levelOf(outline: string): number | null {
  const level = Number(outline);
  return Number.isInteger(level) && level >= 0 && level < 9 ? level + 1 : null;
}

function isOn(properties: XmlElement | undefined, name: string): boolean {
  const found = childOf(properties, name);
  return found !== undefined && !['0', 'false', 'off'].includes(found.attributes.val ?? '');
}
