import { isScalar, parseDocument } from 'yaml';
import { decodeReferences } from './entities.ts';

/** The title in YAML (`title: …`) or TOML (`title = "…"`) front matter. Only that line is parsed: the rest is not for us. */
export function frontMatterTitle(matter: string): string | undefined {
  const line = /^title[ \t]*[:=][ \t]*(\S[^\r\n]*)$/m.exec(matter)?.[1];
  if (line === undefined) return undefined;
  const title = decodeReferences(scalar(line)).replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}

function scalar(line: string): string {
  const document = parseDocument(line);
  // Of anything but a text nothing is made: keys that are maps would take time with a power of their depth.
  const value = isScalar(document.contents) ? document.contents.value : undefined;
  return document.errors.length === 0 && (typeof value === 'string' || typeof value === 'number') ? String(value) : line;
}
