/** Books (EPUB 3.3): the chapters in the order of reading, without cover and contents. */
import { Refusal } from '../refusal.ts';
import { type ExtractedText, TextWriter } from './extracted.ts';
import { type PartText, resolvePart } from './package-parts.ts';
import { allOf, childOf, xmlTree } from './xml-tree.ts';
import { writeXhtml } from './xhtml.ts';

/** Parts of a book by the role that it gives them which teach nothing (EPUB Structural Semantics). */
const passedRoles = /(?:^|\s)(?:cover|toc|landmarks|loi|lot|index|copyright-page|titlepage)(?:\s|$)/;

/** @throws Refusal when it has no book in it, or one that is locked */
export function extractBook(parts: PartText): ExtractedText {
  const container = parts('META-INF/container.xml');
  const main = container === null ? undefined : [...allOf(xmlTree(container), 'rootfile')][0]?.attributes['full-path'];
  const text = main === undefined ? null : parts(main);
  if (main === undefined || text === null)
    throw new Refusal(
      'There is no book in the file (its container names no package). Fetch it again, or leave it out with corpus.exclude.',
    );
  const opf = xmlTree(text);
  const manifest = new Map([...allOf(opf, 'item')].map(({ attributes }) => [attributes.id ?? '', attributes]));
  const passed = guideRoles(text, main);
  const locked = lockedParts(parts);
  const writer = new TextWriter();
  let isLocked = false;
  for (const { attributes } of allOf(opf, 'itemref')) {
    const entry = manifest.get(attributes.idref ?? '');
    if (entry === undefined || !/xhtml|html/.test(entry['media-type'] ?? '')) continue;
    const path = resolvePart(main, decodePath(entry.href ?? ''));
    const isContents = /(?:^|\s)nav(?:\s|$)/.test(entry.properties ?? '') || passed.has(path);
    if (locked.has(path)) {
      isLocked = true;
      continue;
    }
    const chapter = parts(path);
    if (chapter === null) continue;
    const root = xmlTree(chapter);
    const body = childOf(childOf(root, 'html'), 'body');
    if (body === undefined) continue;
    writer.place();
    if (isContents || passedRoles.test(body.attributes.type ?? '')) writer.omit('contents');
    else writeXhtml(body, writer);
  }
  const book = writer.finish('chapter');
  if (book.text === '' && isLocked)
    throw new Refusal('The book is locked (DRM): its text cannot be read. Use a copy that is not, or leave it out with corpus.exclude.');
  return book;
}

/** Paths that the guide of an older book (EPUB 2) calls its cover or contents. */
function guideRoles(opf: string, main: string): ReadonlySet<string> {
  const references = [...allOf(xmlTree(opf), 'reference')];
  return new Set(
    references
      .filter(({ attributes }) => /^(?:cover|toc|loi|lot|title-page|copyright-page)$/i.test(attributes.type ?? ''))
      .map(({ attributes }) => resolvePart(main, decodePath(attributes.href ?? ''))),
  );
}

/** Paths of parts whose bytes are enciphered. */
function lockedParts(parts: PartText): ReadonlySet<string> {
  const text = parts('META-INF/encryption.xml');
  if (text === null) return new Set();
  return new Set([...allOf(xmlTree(text), 'CipherReference')].map(({ attributes }) => decodePath(attributes.URI ?? '')));
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
