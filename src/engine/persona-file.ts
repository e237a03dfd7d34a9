import { basename, extname, relative, resolve, sep } from 'node:path';
import { newPersonas, personasIn } from '../core/methods/personas/list.ts';
import { oneLine } from '../core/prompts/fence.ts';
import { loomFolder } from './config.ts';
import { isBelow } from './corpus/below.ts';
import { UsageError } from './errors.ts';
import { appendDurably, makeFolder, readText } from './files/files.ts';
import { ProjectPath } from './files/project-path.ts';

/** The project's own list, with forward slashes: where personas are written and taken from when no file is named. */
const personaFile = `${loomFolder}/personas.txt`;

/**
 * A file that personas may be written to, relative to the project and with forward slashes. It lies in `.loom`, which holds
 * no document: a list of people is nothing to draw concepts from.
 * @throws UsageError for one that lies elsewhere, and for what may be something else than a list
 */
export function personaFileOf(folder: string, named: string = personaFile): string {
  const path = resolve(folder, named);
  if (!isBelow(resolve(folder, loomFolder), path)) {
    const like = `${loomFolder}/${basename(named, extname(named))}.txt`;
    throw new UsageError(`${named} lies outside ${loomFolder}, where a text file would be read as a document; name one like ${like}`);
  }
  if (extname(path) !== '.txt') throw new UsageError(`${named}: personas are kept in a .txt file, one a line`);
  return relative(resolve(folder), path).replaceAll(sep, '/');
}

/** The personas of a file of the project; none when there is no such file. */
export async function readPersonas(folder: string, file: string = personaFile): Promise<string[]> {
  return personasIn((await readText(ProjectPath.of(folder).at(file))) ?? '');
}

/**
 * Adds personas to a file, below what stands there, which stays as it is: it is the user's. Those that are there already
 * are left out, so that the same can be added again after a crash.
 * @param author who wrote them: a remark above them, once
 */
export async function appendPersonas(folder: string, file: string, personas: readonly string[], author: string): Promise<void> {
  const path = ProjectPath.of(folder).at(file);
  const before = (await readText(path)) ?? '';
  const added = newPersonas(personas, personasIn(before));
  if (added.length === 0) return;
  const remark = `# ${oneLine(author)}`;
  const heading = before.split(/\r?\n/).includes(remark) ? [] : [...(before === '' ? [] : ['']), remark];
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  makeFolder(path.parent);
  appendDurably(path, Buffer.from(`${separator}${[...heading, ...added].join('\n')}\n`));
}
