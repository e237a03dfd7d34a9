import { parseFragment } from 'parse5';

const decoded = new Map<string, string>();
const maxSize = 5000;

/** A character reference at the start of a search: named, decimal or hexadecimal; HTML forgives a missing semicolon. */
export const characterReference = /&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});?/y;

/** Text that HTML reads for a character reference; the reference itself when there is no such character. */
export function decodeReference(reference: string): string {
  const known = decoded.get(reference);
  if (known !== undefined) return known;
  const node = parseFragment(reference).childNodes[0];
  const text = node !== undefined && 'value' in node ? node.value : reference;
  if (decoded.size < maxSize) decoded.set(reference, text);
  return text;
}

/** Replaces every character reference in `text`. */
export function decodeReferences(text: string): string {
  return text.includes('&') ? text.replace(/&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});/g, decodeReference) : text;
}
