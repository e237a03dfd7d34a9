/**
 * What `npm start` and `npm test` need beyond a checkout. Runs on Node 20 with nothing installed, so it imports nothing
 * but Node. Every step looks first and does nothing when the thing is there.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, cpSync, existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installWhole } from './install-whole.mjs';
import { root, run } from './run.mjs';

const modules = join(root, 'node_modules');
const codeServer = join(root, '.vscode-test', 'code-server');

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);

/** Installs the dependencies when they are missing or older than the lockfile. */
export async function ensureDependencies() {
  const installed = join(modules, '.package-lock.json');
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  if (fresh && existsSync(node24())) return;
  // npm ci empties the folder first, and would empty the one that a link leads to.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(
      `node_modules is a link to an installation that is older than package-lock.json. Remove the link, or run npm ci there.`,
    );
  }
  say('Installing dependencies (npm ci) …');
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], process.execPath, root);
  if (!existsSync(node24())) {
    throw new Error(`npm ci ended well but ${node24()} is missing. Were install scripts switched off (npm config get ignore-scripts)?`);
  }
}

/** The Node 24 that comes as a development dependency, whatever this machine's own Node is. */
export function node24() {
  return join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** This process's environment with Node 24 and the project's executables first on PATH. */
export function node24Environment() {
  return { ...process.env, PATH: [dirname(node24()), join(modules, '.bin'), process.env.PATH].join(delimiter) };
}

/**
 * npm 10 and 11 alike, run by the Node given: install scripts see that Node.
 * @param {string[]} args @param {string} node @param {string} cwd
 */
async function npm(args, node, cwd) {
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    // What an `npm test` around us has said of its own Node; install scripts would believe it.
    npm_config_user_agent: undefined,
    npm_node_execpath: undefined,
    NODE: undefined,
  };
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) await run(node, [cli, ...args], { cwd, env, quiet: true });
  else await run('npm', args, { cwd, env, quiet: true });
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'];
const browserPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | undefined} */
function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return chosen;
  return browserNames.map(onPath).find((path) => path !== undefined) ?? browserPaths.find(isExecutable);
}

/**
 * A Chromium, Chrome or Edge for the tests; `CHROMIUM_PATH` names another.
 * @returns {Promise<string>} its path
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  await installDebianPackages(['chromium'], 'a browser (Chromium, Chrome or Edge)');
  const installed = findBrowser();
  if (!installed) throw new Error('Chromium was installed but is not on PATH. Set CHROMIUM_PATH to its path.');
  return installed;
}

/** @param {readonly string[]} packages @param {string} purpose */
async function installDebianPackages(packages, purpose) {
  const root = process.getuid?.() === 0;
  if (!root || !onPath('apt-get')) {
    const how = onPath('apt-get')
      ? `sudo apt-get install ${packages.join(' ')}`
      : `install what is called on Debian: ${packages.join(' ')}`;
    throw new Error(`${purpose} is missing. Please ${how}, then run this again.`);
  }
  say(`Installing ${packages.join(', ')} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env });
}

/** code-server compiles native modules while it installs. */
async function ensureCompilers() {
  const missing = ['make', 'g++', 'python3'].filter((name) => !onPath(name));
  if (process.platform === 'linux' && !existsSync('/usr/include/krb5.h') && !existsSync('/usr/include/krb5/krb5.h')) {
    missing.push('libkrb5-dev');
  }
  if (missing.length > 0) await installDebianPackages(missing, `What code-server is compiled with (${missing.join(', ')})`);
}

/**
 * A complete VS Code from the npm registry, in a folder and with a lockfile of its own.
 * @returns {Promise<string>} the entry point, to be run with Node 24
 */
export async function ensureCodeServer() {
  const wanted = join(root, 'test', 'e2e', 'code-server');
  const entryIn = (/** @type {string} */ folder) => join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  const stampIn = (/** @type {string} */ folder) => join(folder, '.complete');
  const digest = createHash('sha256')
    .update(readFileSync(join(wanted, 'package-lock.json')))
    .digest('hex');
  const isComplete = (/** @type {string} */ folder) =>
    existsSync(entryIn(folder)) && existsSync(stampIn(folder)) && readFileSync(stampIn(folder), 'utf8') === digest;
  await installWhole(codeServer, isComplete, async (folder) => {
    await ensureCompilers();
    say('Installing code-server, a VS Code for the browser, once (several minutes, 740 MB) …');
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(wanted, file), join(folder, file));
    await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], node24(), folder);
    writeFileSync(stampIn(folder), digest);
  });
  return entryIn(codeServer);
}
