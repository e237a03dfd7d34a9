import { parse, YAMLError } from 'yaml';
import { decodeReferences } from './entities.ts';

/** The title in YAML (`title: …`) or TOML (`title = "…"`) front matter. Only that line is parsed: the rest is not for us. */
export function frontMatterTitle(matter: string): string | undefined {
  const line = /^title[ \t]*[:=][ \t]*(\S[^\r\n]*)$/m.exec(matter)?.[1];
  if (line === undefined) return undefined;
  const title = decodeReferences(scalar(line)).replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}

function scalar(line: string): string {
  try {
    const value: unknown = parse(line);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : line;
  } catch (error) {
    if (error instanceof YAMLError) return line;
    throw error;
  }
}
