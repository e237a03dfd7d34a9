/**
 * `npm run watch`: builds everything, and each part again when a file of it changes, until Ctrl-C. A window that runs the
 * extension takes the change when it is reloaded. Each round ends with a line that VS Code's task waits for.
 */
import { context } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './parts.mjs';
import { root } from './run.mjs';

// Chunks are named by their content: those of the last time are removed, those of this time stay for engines that run.
rmSync(join(root, 'dist'), { recursive: true, force: true });

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
    build.onEnd(({ errors }) => {
      // esbuild has said what is wrong, and where.
      const how = errors.length > 0 ? `${errors.length} errors` : `${Math.round(performance.now() - begun)} ms`;
      console.log(`watch: ${name}, ${how}`);
      if (--building === 0) console.log('watch: ready, waiting for changes');
    });
  },
});

const contexts = await Promise.all(
  Object.entries(parts).map(([name, options]) => context({ ...options, plugins: [...(options.plugins ?? []), telling(name)] })),
);
await Promise.all(contexts.map((each) => each.watch()));
