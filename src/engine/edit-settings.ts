import { type Document, parseDocument } from 'yaml';
import type { ProjectSettings } from '../core/settings.ts';
import type { EngineArguments } from '../protocol/engine.ts';
import { loomFolder } from './config.ts';
import { readText, writeAtomically } from './files/files.ts';
import { UsageError } from './errors.ts';
import { sameColumns } from '../core/dataset/import/detect.ts';
import { ProjectPath } from './files/project-path.ts';
import { initProject } from './init.ts';
import { requireEndpoint } from './models/catalog.ts';

/** Writes which model a project asks for what. @throws UsageError when it is of a kind that does not do that. */
export async function chooseModel(folder: string, { use, model }: EngineArguments<'models/choose'>): Promise<void> {
  if (use === 'embeddings' && model !== null) requireEndpoint(model);
  await edit(folder, (document) => {
    if (model === null) document.deleteIn(['models', use]);
    else document.setIn(['models', use], model);
  });
}

/**
 * Writes what the document filter is to do from now on; `before` is what it does.
 * @throws UsageError when different things are to become of one file
 */
export async function setFilter(
  folder: string,
  before: ProjectSettings['filter'],
  change: EngineArguments<'documents/filter'>,
): Promise<void> {
  const { enabled, threshold, keep = [], drop = [], clear = [] } = change;
  const lists = [keep, drop, clear].map((files) => new Set(files));
  const decided = new Set([...keep, ...drop, ...clear]);
  const torn = [...decided].find((file) => lists.filter((list) => list.has(file)).length > 1);
  if (torn !== undefined) throw new UsageError(`${torn} can be kept, dropped or cleared, one of them at a time`);
  const rest = (files: readonly string[]): string[] => files.filter((file) => !decided.has(file));
  await edit(folder, (document) => {
    if (enabled !== undefined) document.setIn(['filter', 'enabled'], enabled);
    if (threshold !== undefined) document.setIn(['filter', 'threshold'], threshold);
    if (decided.size === 0) return;
    document.setIn(['filter', 'keep'], [...rest(before.keep), ...keep]);
    document.setIn(['filter', 'drop'], [...rest(before.drop), ...drop]);
  });
}

/** Writes below which score of a judge samples are held back from now on. */
export async function setGate(folder: string, { judge }: EngineArguments<'gates/set'>): Promise<void> {
  await edit(folder, (document) => {
    document.setIn(['gates', 'judge'], judge);
  });
}

/** Writes what a mixture is planned by from now on; null takes away what stands there. */
export async function setMixture(folder: string, { source, ...choices }: EngineArguments<'mixture/set'>): Promise<void> {
  await edit(folder, (document) => {
    for (const [name, value] of Object.entries(choices)) set(document, ['mixture', name], value);
    if (source === undefined) return;
    const { name, tokens, ...rows } = source;
    set(document, ['mixture', 'sources', name], tokens === null ? null : { tokens, ...rows });
  });
}

function set(document: Document, path: readonly string[], value: unknown): void {
  if (value === undefined) return;
  if (value !== null) document.setIn(path, value);
  else if (document.hasIn(path)) document.deleteIn(path);
}

/** Writes how sets with these columns are read from now on. */
export async function rememberMapping(
  folder: string,
  before: ProjectSettings['imports'],
  { columns, mapping }: ProjectSettings['imports'][number],
): Promise<void> {
  const others = before.filter((each) => !sameColumns(each.columns, columns));
  await edit(folder, (document) => {
    document.setIn(['imports'], [...others, { columns, mapping }]);
  });
}

/** Changes a project's settings file; comments and everything else there stay as they are. */
async function edit(folder: string, change: (document: Document) => void): Promise<void> {
  initProject(folder);
  const path = ProjectPath.of(folder).at(loomFolder, 'project.yaml');
  const document = parseDocument((await readText(path)) ?? '');
  change(document);
  // Never half a file: an editor or another process may be reading it.
  writeAtomically(path, document.toString({ lineWidth: 0 }));
}
