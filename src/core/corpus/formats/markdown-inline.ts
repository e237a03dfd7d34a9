import type { PhrasingContent } from 'mdast';
import type { BlockBuilder } from '../block-builder.ts';
import { characterReference, decodeReference } from './entities.ts';
import { codeParts } from './fences.ts';
import { firstIndex } from '../../search.ts';
import type { Mask } from './mask.ts';
import { readBareLink } from './references.ts';

/** Data that the inline writer needs of the document around it. */
export interface InlineContext {
  readonly builder: BlockBuilder;
  /** The masked text, which positions point into. */
  readonly text: string;
  readonly masks: readonly Mask[];
  /** Offset of the parser's first character in the text: it skips a byte-order mark without counting it. */
  readonly base: number;
  /** Number of quotations that the content stands in: so many `>` open each of its lines. */
  readonly quotes: number;
  /** Writes what a mask stands for. */
  mask(mask: Mask): void;
  tag(tag: string): void;
  /** Words for the target of a link that only says `[link]`. */
  target(url: string): string;
}

export function startOf(node: { readonly position?: { readonly start: { readonly offset?: number } } | undefined }, base: number): number {
  return base + (node.position?.start.offset ?? 0);
}

export function endOf(node: { readonly position?: { readonly end: { readonly offset?: number } } | undefined }, base: number): number {
  return base + (node.position?.end.offset ?? 0);
}

export function writeInline(nodes: readonly PhrasingContent[], context: InlineContext): void {
  const { builder, base } = context;
  for (const node of nodes) {
    switch (node.type) {
      case 'text':
        writeText(startOf(node, base), endOf(node, base), context);
        break;
      case 'inlineCode':
        builder.atom(() => {
          writeCode(startOf(node, base), endOf(node, base), context);
        });
        break;
      case 'break':
        builder.space();
        break;
      case 'html':
        context.tag(node.value);
        break;
      case 'link': {
        const only = node.children.length === 1 ? node.children[0] : undefined;
        if (only?.type === 'text' && only.value === '[link]')
          writeTarget(context.target(node.url), startOf(node, base), endOf(node, base), builder);
        else if (only?.type === 'text' && isNoteMark(only.value, node.url)) builder.skip();
        else if (node.children.length === 0) writeBareLink(node.url, startOf(node, base), endOf(node, base), context);
        else writeInline(node.children, context);
        break;
      }
      case 'emphasis':
      case 'strong':
      case 'delete':
      case 'linkReference':
        writeInline(node.children, context);
        break;
      default:
        // Images and footnote marks.
        builder.skip();
    }
  }
}

function writeBareLink(url: string, start: number, end: number, { builder, text }: InlineContext): void {
  const noun =
    text.charAt(start) === '[' ? readBareLink(url, text.slice(Math.max(0, start - 200), start), text.slice(end, end + 50)) : undefined;
  if (noun === undefined) builder.skip();
  else writeTarget(noun, start, end, builder);
}

/** The number of a footnote that links to the note or back. */
function isNoteMark(text: string, url: string): boolean {
  return /^[[(]?(?:\d{1,3}|[*†‡↩^])[\])]?$/u.test(text) && /^#(?:fn|foot|note|ref|cite)/i.test(url);
}

export function writeTarget(noun: string, start: number, end: number, builder: BlockBuilder): void {
  builder.replace(builder.opensSentence ? noun.charAt(0).toUpperCase() + noun.slice(1) : noun, start, end);
}

const special = /[\n\r\\&\uE000{]|\*+/g;

/** Copies text without escapes, references and the markers of the containers around it. */
function writeText(start: number, end: number, context: InlineContext): void {
  const { builder, text } = context;
  let from = start;
  // Searching the slice alone: a search in the whole text would run on past `end` each time.
  const slice = text.slice(start, end);
  special.lastIndex = 0;
  for (let match = special.exec(slice); match !== null; match = special.exec(slice)) {
    const index = start + match.index;
    const behind = writeSpecial(match[0], index, end, context, () => {
      builder.prose(from, index);
    });
    if (behind > index) from = behind;
    if (behind > index) special.lastIndex = from - start;
  }
  builder.prose(Math.min(from, end), end);
}

/**
 * Deals with what is not plain text at `index`. Returns where plain text goes on, or `index` when this is plain text
 * too; calls `before` first in order to have written what stands before it.
 */
function writeSpecial(sign: string, index: number, end: number, context: InlineContext, before: () => void): number {
  const { builder, text } = context;
  const mask = maskAt(context.masks, index);
  if (mask?.start === index) {
    before();
    context.mask(mask);
    return mask.end;
  }
  if (sign === '\n' || sign === '\r') {
    before();
    builder.space();
    const behind = skipLinePrefix(text, index, end, context.quotes);
    // A definition list of kramdown: the term on one line, `: definition` on the next.
    if (!text.startsWith(': ', behind)) return behind;
    // Of a second definition the colon would stand behind the end of the first.
    if (/[.!?]\s*$/.test(text.slice(Math.max(0, index - 20), index))) return behind + 2;
    builder.skip();
    return behind;
  }
  if (sign === '\\' && /[!-/:-@[-`{-~]/.test(text.charAt(index + 1))) {
    before();
    builder.prose(index + 1, Math.min(index + 2, end));
    return index + 2;
  }
  if (sign === '&') {
    characterReference.lastIndex = index;
    const reference = characterReference.exec(text)?.[0];
    const decoded = reference?.endsWith(';') === true ? decodeReference(reference) : undefined;
    if (reference === undefined || decoded === undefined || decoded === reference || index + reference.length > end) return index;
    before();
    if (/^\s+$/.test(decoded)) builder.space();
    else builder.replace(decoded, index, index + reference.length);
    return index + reference.length;
  }
  if (sign.startsWith('*')) {
    // Emphasis that nothing opens or closes; between two letters, and a lone one between spaces, it is an operator.
    const behind = index + sign.length;
    const [left, right] = [text.charAt(index - 1), text.charAt(behind)];
    if (sign.length < 4 && /\w/.test(left) && /\w/.test(right)) return index;
    if (sign.length === 1 && /\s/.test(left) && /\s/.test(right)) return index;
    before();
    builder.skip();
    return behind;
  }
  return index;
}

function writeCode(start: number, end: number, context: InlineContext): void {
  const { builder, text } = context;
  let ticks = 0;
  while (text.charAt(start + ticks) === '`') ticks += 1;
  let from = start + ticks;
  const to = end - ticks;
  while (from < to) {
    const line = text.indexOf('\n', from);
    const stop = line === -1 || line >= to ? to : line;
    const parts = codeParts(text.slice(from, stop));
    // A mark for a converter that is all of the code is what the sentence speaks of.
    if (parts.length === 0) builder.prose(from, stop);
    for (const part of parts) builder.prose(from + part.start, from + part.end);
    if (stop === to) break;
    builder.space();
    from = skipLinePrefix(text, stop, to, context.quotes);
  }
}

/** Behind the line break at `index` and the indentation and quotation marks that open the next line. */
function skipLinePrefix(text: string, index: number, end: number, quotes: number): number {
  let at = index;
  if (text.charAt(at) === '\r') at += 1;
  if (text.charAt(at) === '\n') at += 1;
  let marks = quotes;
  while (at < end) {
    const char = text.charAt(at);
    if (char === '>' && marks > 0) marks -= 1;
    else if (char !== ' ' && char !== '\t') break;
    at += 1;
  }
  return at;
}

/** The mask that holds `offset`, or the next one. */
export const maskAt = (masks: readonly Mask[], offset: number): Mask | undefined => masks[firstIndex(masks, ({ end }) => end > offset)];
