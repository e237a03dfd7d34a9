import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { EngineArguments } from '../protocol/engine.ts';
import { loomFolder } from './config.ts';
import { initProject } from './init.ts';

/** Writes which model a project asks for what into its settings; comments and everything else there stay as they are. */
export async function chooseModel(folder: string, { use, model }: EngineArguments<'models/choose'>): Promise<void> {
  const { file } = await initProject(folder);
  const path = join(folder, file);
  const document = parseDocument(await readFile(path, 'utf8'));
  document.setIn(['models', use], model);
  // Never half a file: an editor or another process may be reading it.
  const draft = join(folder, loomFolder, `.project.yaml.${process.pid}`);
  await writeFile(draft, document.toString({ lineWidth: 0 }));
  await rename(draft, path);
}
