import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { NamedFolder } from './named-folder.ts';
import { pinsOf } from './published.ts';
import { publishedList } from './published-list.ts';

/** Folder of the user's for downloaded models: beside no project, and named by none. Undefined where the environment tells no home. */
export function downloadFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string | undefined {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local, HOME: home } = environment;
  const usual =
    platform === 'win32'
      ? local
      : home && join(home, ...(platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'share']));
  // A relative path there is to be passed over (XDG Base Directory Specification).
  const data = xdg !== undefined && isAbsolute(xdg) ? xdg : usual;
  return data ? join(data, 'concept-loom', 'models') : undefined;
}

/** Models of the list that the user has downloaded; their files are checked when they are loaded. */
export function downloadedModels(environment: NodeJS.ProcessEnv): NamedFolder[] {
  const root = downloadFolder(environment);
  if (root === undefined) return [];
  return publishedList(environment)
    .models.map((model) => ({ name: model.name, folder: join(root, model.name), pins: pinsOf(model) }))
    .filter(({ folder }) => existsSync(folder));
}
