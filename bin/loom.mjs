#!/usr/bin/env node
/** Starts the built command line with a Node that has what the engine needs: this one, or the development dependency's. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const main = fileURLToPath(new URL('../dist/loom.mjs', import.meta.url));
const ownNode = fileURLToPath(new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url));

/** `node:sqlite` has full-text search since 22.16. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const suitable = major > 22 || (major === 22 && minor >= 16);

/** @param {string} message */
function fail(message) {
  process.stderr.write(`loom: ${message}\n`);
  process.exitCode = 1;
}

if (!existsSync(main)) {
  fail('dist/loom.mjs is missing. Build it first: npm run build');
} else if (suitable) {
  await import(pathToFileURL(main).href);
} else if (!existsSync(ownNode)) {
  fail(`needs Node 22.16 or newer (this is ${process.versions.node}), or the project's own Node 24: npm ci`);
} else {
  const child = spawn(ownNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes, and a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    fail(`${ownNode} could not be started: ${error.message}`);
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code ?? 1;
  });
}
