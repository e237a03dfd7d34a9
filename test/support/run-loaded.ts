import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const hooks = pathToFileURL(join(import.meta.dirname, 'loaded-child.ts')).href;

interface Loaded {
  /** Files of this repository that were loaded, with forward slashes. */
  readonly sources: readonly string[];
  /** Packages of which anything was loaded. */
  readonly packages: readonly string[];
  readonly out: string;
}

/** Runs a script of this repository with Node, and tells what it loaded until it ended. */
export async function runLoaded(script: string, ...args: string[]): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'loom-loaded-'));
  const file = join(folder, 'modules');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--import', hooks, join(root, script), ...args], {
      env: { ...process.env, LOADED_MODULES: file },
    });
    const urls = readFileSync(file, 'utf8').split('\n');
    const paths = urls.filter((url) => url.startsWith('file:')).map((url) => relative(root, fileURLToPath(url)).replaceAll('\\', '/'));
    // The folder may be a link to another checkout's.
    const packages = paths.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    return { sources: paths.filter((path) => path.startsWith('src/')), packages: [...new Set(packages)].sort(), out: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
