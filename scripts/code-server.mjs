/** Runs code-server, a VS Code in the browser, with user data, extensions and settings of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root, run } from './run.mjs';
import { ensureCodeServer, node24, node24Environment } from './setup.mjs';

/** What a window that is looked at by somebody new, or by a test, need not show. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'remote.autoForwardPorts': false,
  // As on the desktop; the browser's VS Code saves by itself.
  'files.autoSave': 'off',
  'editor.cursorBlinking': 'solid',
};

/**
 * @typedef {object} Workbench
 * @property {string} home where its user data and extensions lie
 * @property {string} folder the folder it opens
 * @property {string} extension the .vsix to install
 * @property {readonly string[]} [others] more of them
 * @property {number} [port] the first port to try; any free one when left out
 * @property {boolean} [asksForTrust] whether the folder is restricted until somebody trusts it
 * @property {Record<string, unknown>} [settings] beside those that keep it quiet
 * @property {Record<string, unknown>} [machineSettings] those that only the machine's user can make
 * @property {Record<string, string>} [environment] variables beside those of this process
 */

/**
 * @param {Workbench} workbench
 * @returns {Promise<{ url: string, close: () => Promise<void>, ended: Promise<void> }>} once it answers
 */
export async function startCodeServer({
  home,
  folder,
  extension,
  others = [],
  port,
  asksForTrust = false,
  settings = {},
  machineSettings = {},
  environment = {},
}) {
  const entry = await ensureCodeServer();
  const userData = join(home, 'user-data');
  const extensions = join(home, 'extensions');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  mkdirSync(join(userData, 'Machine'), { recursive: true });
  writeFileSync(join(userData, 'Machine', 'settings.json'), JSON.stringify(machineSettings, null, 2));
  // A VS Code that runs around this one must not be taken for its own.
  const own = Object.entries(node24Environment()).filter(([name]) => !/^(VSCODE|CODE_SERVER)_/.test(name));
  const env = { ...Object.fromEntries(own), ...environment };
  const places = ['--user-data-dir', userData, '--extensions-dir', extensions, '--config', join(home, 'config.yaml')];
  const install = [extension, ...others].flatMap((file) => ['--install-extension', file]);
  await run(node24(), [entry, ...places, ...install, '--force'], { quiet: true, env });
  const free = port === undefined ? await freePort(0) : await firstFreePort(port);
  const bind = ['--auth', 'none', '--bind-addr', `127.0.0.1:${free}`, '--disable-telemetry', '--disable-update-check'];
  // By the setting alone, a window that reads it late stays restricted for good, without a way to trust the folder.
  const trust = asksForTrust ? [] : ['--disable-workspace-trust'];
  const child = spawn(node24(), [entry, ...places, ...bind, ...trust, folder], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output = (output + text).slice(-20_000)));
  }
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  /** @type {Promise<void>} */
  const listening = new Promise((resolve) => {
    child.stdout.on('data', () => {
      if (/HTTP server listening/i.test(output)) resolve();
    });
  });
  const outcome = await Promise.race([listening.then(() => 'listening'), ended.then(() => 'ended')]);
  if (outcome === 'ended') throw new Error(`code-server ended before it listened:\n${output}`);
  return {
    url: `http://127.0.0.1:${free}/?folder=${encodeURIComponent(folder)}`,
    ended,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** @param {number} port @returns {Promise<number>} */
async function firstFreePort(port) {
  for (let candidate = port; candidate < port + 100; candidate++) {
    if ((await freePort(candidate)) !== 0) return candidate;
  }
  return freePort(0);
}

/** @param {number} port 0: any @returns {Promise<number>} 0 when it is taken */
function freePort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(0);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}
