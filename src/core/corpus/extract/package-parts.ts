/** The parts of a document that is an archive (Office Open XML, EPUB), and how they name each other. */
import { allOf, xmlTree } from './xml-tree.ts';

/** Gives a part by its path in the archive; null where there is none. A path of an archive is never one of the disk. */
export type PartText = (path: string) => string | null;

/** A path that stands in a part, from the archive's root. Leading out of it leads nowhere: `..` at the root stays there. */
export function resolvePart(base: string, target: string): string {
  const [path = ''] = target.split('#');
  const parts = path.startsWith('/') ? [] : base.split('/').slice(0, -1);
  for (const each of path.split('/')) {
    if (each === '..') parts.pop();
    else if (each !== '' && each !== '.') parts.push(each);
  }
  return parts.join('/');
}

/** What a part of an Office document relates to, by id: type (its last word) and path. */
export function relationsOf(part: string, parts: PartText): ReadonlyMap<string, { readonly type: string; readonly path: string }> {
  const at = part.lastIndexOf('/') + 1;
  const text = parts(`${part.slice(0, at)}_rels/${part.slice(at)}.rels`);
  const found = new Map<string, { type: string; path: string }>();
  if (text === null) return found;
  for (const { attributes } of allOf(xmlTree(text), 'Relationship')) {
    const { Id: id, Type: type = '', Target: target = '', TargetMode: mode } = attributes;
    if (id !== undefined && mode !== 'External')
      found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), path: resolvePart(part, target) });
  }
  return found;
}
