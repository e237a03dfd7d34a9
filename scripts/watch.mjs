/**
 * `npm run watch`: builds everything, and each part again when a file of it changes, until Ctrl-C. A window that runs the
 * extension takes the change when it is reloaded. Nothing is minified, for debuggers. `.vscode/tasks.json` reads what this prints.
 */
import { context } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './parts.mjs';
import { root } from './run.mjs';

// Chunks are named by their content: those of the last time are removed, those of this time stay for engines that run.
rmSync(join(root, 'dist'), { recursive: true, force: true });

/** @param {string} severity @param {import('esbuild').Message} message */
function lineOf(severity, { location, text }) {
  const { file, line, column } = location ?? { file: 'scripts/parts.mjs', line: 1, column: 0 };
  return `${file}:${line}:${column + 1}: ${severity}: ${text}`;
}

let building = 0;
/** @param {string} name @returns {import('esbuild').Plugin} */
const telling = (name) => ({
  name: 'telling',
  setup(build) {
    let begun = 0;
    build.onStart(() => {
      begun = performance.now();
      if (building++ === 0) console.log('watch: building …');
    });
    build.onEnd(({ errors, warnings }) => {
      for (const error of errors) console.log(lineOf('error', error));
      for (const warning of warnings) console.log(lineOf('warning', warning));
      const how = errors.length > 0 ? `${errors.length} errors` : `${Math.round(performance.now() - begun)} ms`;
      console.log(`watch: ${name}, ${how}`);
      if (--building === 0) console.log('watch: ready, waiting for changes');
    });
  },
});

const contexts = await Promise.all(
  Object.entries(parts).map(([name, options]) =>
    context({ ...options, minify: false, logLevel: 'silent', plugins: [...(options.plugins ?? []), telling(name)] }),
  ),
);
await Promise.all(contexts.map((each) => each.watch()));
