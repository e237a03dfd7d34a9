import { type Document, visit } from 'yaml';

/** Lists and maps inside each other, with a step more for each pair of a map: settings and cards have ten. */
const maxDepth = 50;

/** Tells whether a document is nested too deeply to be made a value: lists as keys of maps take time with a power of their depth. */
export function isTooDeep(document: Document): boolean {
  let found = false;
  visit(document, (_key, _node, path) => {
    if (path.length <= maxDepth) return undefined;
    found = true;
    return visit.BREAK;
  });
  return found;
}
