/** Presentations (ECMA-376, part 1, 19): the slides in the order in which they are shown, titles as headings, notes behind them. */
import { Refusal } from '../refusal.ts';
import { heading, inline, item, paragraphOf, table } from './as-markdown.ts';
import { type ExtractedText, TextWriter } from './extracted.ts';
import { type PartText, relationsOf } from './package-parts.ts';
import { allOf, childOf, elementsOf, textOf, type XmlElement, xmlTree } from './xml-tree.ts';

/** @throws Refusal when it has no presentation in it */
export function extractSlides(parts: PartText): ExtractedText {
  const main = [...relationsOf('', parts).values()].find(({ type }) => type === 'officeDocument')?.path ?? 'ppt/presentation.xml';
  const text = parts(main);
  if (text === null) throw new Refusal('There is no presentation in the file. Save it anew as .pptx, or leave it out with corpus.exclude.');
  const related = relationsOf(main, parts);
  const writer = new TextWriter();
  for (const { attributes } of allOf(xmlTree(text), 'sldId')) {
    // A slide has an id of its own; that of its relation has a prefix.
    const path = related.get(relationId(attributes))?.path;
    const slide = path === undefined ? null : parts(path);
    if (path === undefined || slide === null) continue;
    writer.place();
    const root = xmlTree(slide);
    if (childOf(root, 'sld')?.attributes.show === '0') {
      writer.omit('hidden');
      continue;
    }
    readShapes(root, writer, false);
    const notes = [...relationsOf(path, parts).values()].find(({ type }) => type === 'notesSlide');
    const spoken = notes === undefined ? null : parts(notes.path);
    if (spoken !== null) readShapes(xmlTree(spoken), writer, true);
  }
  return writer.finish('slide');
}

function relationId(attributes: Readonly<Record<string, string>>): string {
  const key = Object.keys(attributes).find((each) => each.endsWith(':id'));
  return (key === undefined ? undefined : attributes[key]) ?? '';
}

/** What of a slide is furniture: its number, date, head and foot. */
const furniture = new Set(['sldNum', 'dt', 'hdr', 'ftr']);

function readShapes(root: XmlElement, writer: TextWriter, isNotes: boolean): void {
  const tree = [...allOf(root, 'spTree')][0];
  if (tree === undefined) return;
  const shapes = [...shapesOf(tree)];
  const placeholder = (shape: XmlElement): string | undefined => {
    const found = [...allOf(shape, 'ph')][0];
    return found && (found.attributes.type ?? 'body');
  };
  const isTitle = (shape: XmlElement): boolean => /^(?:title|ctrTitle)$/.test(placeholder(shape) ?? '');
  // A title is read first, wherever it stands among the shapes.
  for (const shape of [...shapes.filter(isTitle), ...shapes.filter((each) => !isTitle(each))]) {
    const kind = placeholder(shape);
    if (furniture.has(kind ?? '')) {
      if (textOf(shape).trim() !== '') writer.omit('pageline');
    } else if (isNotes && kind !== 'body') continue;
    else if (shape.name === 'graphicFrame') readTable(shape, writer);
    else readText(shape, isTitle(shape) ? 'title' : kind === 'body' && !isNotes ? 'list' : 'text', writer);
  }
}

/** Shapes in their order; those of a group in its place. */
function* shapesOf(tree: XmlElement): Generator<XmlElement> {
  for (const child of elementsOf(tree)) {
    if (child.name === 'sp' || child.name === 'graphicFrame') yield child;
    else if (child.name === 'grpSp') yield* shapesOf(child);
    else if (child.name === 'AlternateContent') yield* shapesOf(childOf(child, 'Choice') ?? { ...child, children: [] });
  }
}

function readTable(shape: XmlElement, writer: TextWriter): void {
  for (const found of allOf(shape, 'tbl'))
    writer.block(table([...allOf(found, 'tr')].map((row) => [...allOf(row, 'tc')].map((cell) => wordsOf(cell)))));
}

function readText(shape: XmlElement, as: 'title' | 'list' | 'text', writer: TextWriter): void {
  const paragraphs = [...allOf(shape, 'p')]
    .map((element) => ({ element, words: wordsOf(element).trim() }))
    .filter(({ words }) => words !== '');
  if (as === 'title') {
    writer.block(heading(2, paragraphs.map(({ words }) => words).join(' ')));
    return;
  }
  let [lines, number]: [string[], number] = [[], 0];
  for (const { element, words } of paragraphs) {
    const properties = childOf(element, 'pPr');
    const isPlain = childOf(properties, 'buNone') !== undefined || (as === 'text' && !hasMark(properties));
    if (isPlain) {
      writer.block(lines.join('\n'));
      lines = [];
      number = 0;
      writer.block(paragraphOf(words));
      continue;
    }
    const level = Number(properties?.attributes.lvl ?? '0') || 0;
    if (level === 0) number += 1;
    lines.push(item(level, level === 0 && childOf(properties, 'buAutoNum') !== undefined ? number : null, words));
  }
  writer.block(lines.join('\n'));
}

const hasMark = (properties: XmlElement | undefined): boolean =>
  ['buChar', 'buAutoNum', 'buBlip'].some((name) => childOf(properties, name) !== undefined);

/** Runs, fields and breaks of a paragraph; paragraphs of a cell with a space between. */
function wordsOf(element: XmlElement): string {
  return elementsOf(element)
    .map((child) => {
      if (child.name === 't') return inline(textOf(child));
      if (child.name === 'br') return ' ';
      return wordsOf(child) + (child.name === 'p' ? ' ' : '');
    })
    .join('');
}
