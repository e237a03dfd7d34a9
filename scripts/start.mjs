/**
 * `npm start`: sets up what is missing, builds, runs the main job on a copy of the example corpus and opens VS Code on
 * it: the desktop's when there is one, else one in the browser. `--no-open` does all but the last.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { ensureCodeServer, ensureDependencies, node24, node24Environment } from './setup.mjs';

const oldestCode = { major: 1, minor: 116 };
const firstPort = 8443;

await ensureDependencies();
const env = node24Environment();
await run(node24(), ['scripts/build.mjs'], { env });

const folder = copyExample();
const isNew = !existsSync(join(folder, '.loom', 'journal'));
/** @param {string[]} args */
const loom = (...args) => {
  console.log(`\n$ loom ${args.join(' ')}`);
  return run(node24(), ['bin/loom.mjs', ...args, '--project', folder], { env });
};
await loom('extract');
await loom('graph');
// Decisions and samples of an earlier start are kept; more samples come from the editor.
if (isNew) await loom('generate', '--method', 'level3', '--count', '40');
else await loom('status');

const { packageExtension } = await import('./package.mjs');
const vsix = await packageExtension();
const open = !process.argv.includes('--no-open');
if (await hasDesktopCode()) {
  await run('code', ['--install-extension', vsix, '--force']);
  if (open) await run('code', [folder]);
} else if (open) await serve();
else await ensureCodeServer();
console.log(`\nThe project: ${folder}\nThe extension: ${vsix}`);

function copyExample() {
  const folder = join(root, '.demo', 'rivers');
  if (!existsSync(folder)) {
    mkdirSync(join(root, '.demo'), { recursive: true });
    cpSync(join(root, 'example'), folder, { recursive: true });
  }
  return folder;
}

/** A VS Code new enough, and a screen to show it on. */
async function hasDesktopCode() {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  if (!hasScreen) return false;
  try {
    const [major = 0, minor = 0] = (await run('code', ['--version'], { quiet: true })).split('.').map(Number);
    return major > oldestCode.major || (major === oldestCode.major && minor >= oldestCode.minor);
  } catch {
    return false;
  }
}

async function serve() {
  const { startCodeServer } = await import('./code-server.mjs');
  const server = await startCodeServer({
    home: join(root, '.vscode-test', 'demo'),
    folder,
    extension: vsix,
    port: firstPort,
    settings: { 'security.workspace.trust.enabled': false },
  });
  const stop = () => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`\nConcept Loom is open at\n\n  ${server.url}\n\nCtrl-C ends it.`);
  await server.ended;
}
