/** A chapter's XHTML as Markdown: what it says, without how it looks. */
import { heading, inline, item, paragraphOf, table } from './as-markdown.ts';
import type { TextWriter } from './extracted.ts';
import { allOf, elementsOf, textOf, type XmlElement } from './xml-tree.ts';

const passed = new Set(['script', 'style', 'nav', 'svg', 'audio', 'video', 'iframe', 'object', 'template', 'form', 'button', 'head']);
const blocks = new Set(
  'address article aside blockquote body center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table ul'.split(
    ' ',
  ),
);

export function writeXhtml(body: XmlElement, writer: TextWriter): void {
  let run: string[] = [];
  const flush = (): void => {
    writer.block(paragraphOf(run.join('').replace(/\s+/g, ' ').trim()));
    run = [];
  };
  for (const child of body.children) {
    if (typeof child === 'string') run.push(inline(child));
    else if (isHidden(child)) {
      if (child.name === 'nav') writer.omit('contents');
    } else if (!holdsBlocks(child)) run.push(wordsOf(child));
    else {
      flush();
      writeBlock(child, writer);
    }
  }
  flush();
}

function writeBlock(element: XmlElement, writer: TextWriter): void {
  const { name } = element;
  if (/^h[1-6]$/.test(name)) writer.block(heading(Number(name[1]), words(element)));
  else if (name === 'pre') writer.block(fenced(textOf(element)));
  else if (name === 'ul' || name === 'ol') writer.block(listLines(element, 0).join('\n'));
  else if (name === 'table') writer.block(table(rowsOf(element)));
  else if (name === 'hr') return;
  else if (/(?:^|\s)(?:toc|landmarks|pagebreak|index)(?:\s|$)/.test(element.attributes.type ?? '')) writer.omit('contents');
  else writeXhtml(element, writer);
}

/** Code as it stands, in a fence that it cannot end. */
function fenced(code: string): string {
  const longest = (code.match(/`{3,}/g) ?? []).reduce((most, each) => Math.max(most, each.length), 2);
  const fence = '`'.repeat(longest + 1);
  return code.trim() === '' ? '' : `${fence}\n${code.replace(/^\n|\s+$/g, '')}\n${fence}`;
}

function listLines(list: XmlElement, level: number): string[] {
  let number = Number(list.attributes.start ?? '1') || 1;
  return elementsOf(list).flatMap((entry) => {
    if (entry.name === 'ul' || entry.name === 'ol') return listLines(entry, level + 1);
    if (entry.name !== 'li') return [];
    const lists = nestedLists(entry);
    const own = words({ ...entry, children: withoutLists(entry) }).trim();
    const line = own === '' ? [] : [item(level, list.name === 'ol' ? number : null, own)];
    number += 1;
    return [...line, ...lists.flatMap((each) => listLines(each, level + 1))];
  });
}

const isList = (child: XmlElement): boolean => child.name === 'ul' || child.name === 'ol';
const nestedLists = (entry: XmlElement): XmlElement[] =>
  elementsOf(entry).flatMap((child) => (isList(child) ? [child] : nestedLists(child)));
const withoutLists = (entry: XmlElement): (XmlElement | string)[] =>
  entry.children.flatMap((child): (XmlElement | string)[] => {
    if (typeof child === 'string') return [child];
    return isList(child) ? [] : [{ ...child, children: withoutLists(child) }];
  });

const rowsOf = (element: XmlElement): string[][] =>
  [...allOf(element, 'tr')].map((row) =>
    elementsOf(row)
      .filter(({ name }) => name === 'td' || name === 'th')
      .map((cell) => words(cell)),
  );

/** Words of an element in one line; those of blocks in it with a space between. */
const words = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? inline(child) : wordsOf(child))).join('');

function wordsOf(child: XmlElement): string {
  if (isHidden(child)) return '';
  const role = `${child.attributes['epub:type'] ?? ''} ${child.attributes.role ?? ''}`;
  // The number of a note and the way back from it say nothing without the page.
  if (/(?:^|[\s-])(?:noteref|backlink)(?:\s|$)/.test(role)) return '';
  switch (child.name) {
    case 'br':
      return ' ';
    case 'math':
      return formula(child);
    // The reading above a character of Chinese or Japanese is said once already.
    case 'rt':
    case 'rp':
      return '';
    case 'sup': {
      const raised = words(child).trim();
      return /^[\p{L}\p{N}+\u2212-]{1,4}$/u.test(raised) ? `^${raised}` : raised;
    }
    default:
      return blocks.has(child.name) ? ` ${words(child)} ` : words(child);
  }
}

/** A formula as the book says it in TeX, else its characters in their order. */
function formula(math: XmlElement): string {
  const annotation = [...allOf(math, 'annotation')].find(({ attributes }) => attributes.encoding === 'application/x-tex');
  const tex = annotation === undefined ? math.attributes.alttext : textOf(annotation);
  return tex === undefined || tex.trim() === '' ? inline(textOf(math)) : `$${tex.trim()}$`;
}

const isHidden = ({ name, attributes }: XmlElement): boolean =>
  passed.has(name) || attributes.hidden !== undefined || /display\s*:\s*none/i.test(attributes.style ?? '');

const holdsBlocks = (element: XmlElement): boolean =>
  blocks.has(element.name) || elementsOf(element).some((child) => !isHidden(child) && holdsBlocks(child));
