/**
 * `npm start`: sets up what is missing, builds, grows samples from a copy of the example corpus with its recorded
 * replies and opens VS Code on it: the desktop's when there is one, else one in the browser. `--no-open` does all but
 * the last.
 */
import { join } from 'node:path';
import { demoFolder as folder, ensureDemo, loom } from './demo.mjs';
import { root, run } from './run.mjs';
import { ensureCodeServer, ensureDependencies, node24, node24Environment } from './setup.mjs';

const oldestCode = { major: 1, minor: 116 };
const firstPort = 8443;

await ensureDependencies();
const env = node24Environment();
await run(node24(), ['scripts/build.mjs'], { env });

// More samples come from the editor.
await ensureDemo();
await loom('graph', '--project', folder);
await loom('status', '--project', folder);

const { packageExtension } = await import('./package.mjs');
const vsix = await packageExtension();
const open = !process.argv.includes('--no-open');
if (await hasDesktopCode()) {
  await run('code', ['--install-extension', vsix, '--force']);
  if (open) await run('code', [folder]);
} else if (open) await serve();
else await ensureCodeServer();
console.log(`\nThe project: ${folder}\nThe extension: ${vsix}`);

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
  });
  const stop = () => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`\nConcept Loom is open at\n\n  ${server.url}\n\nCtrl-C ends it.`);
  await server.ended;
}
