/**
 * Bundles what ships into dist/. `tsc` is the type check; this only bundles.
 * `npm run build` builds everything, `npm run build -- extension webview` parts of it.
 */
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNotices } from './notices.mjs';
import { parts } from './parts.mjs';
import { root } from './run.mjs';

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No part named ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const names = chosen.length > 0 ? chosen : Object.keys(parts);
if (chosen.length === 0) rmSync(join(root, 'dist'), { recursive: true, force: true });
// Chunks are named by their content: those of an earlier build would stay.
for (const name of names) rmSync(join(root, 'dist', name), { recursive: true, force: true });
mkdirSync(join(root, 'dist'), { recursive: true });
const results = await Promise.all(names.map((name) => build(/** @type {import('esbuild').BuildOptions} */ (parts[name])))).catch(() => {
  // esbuild has said what, where and why.
  process.exit(1);
});

/** @type {import('esbuild').Metafile} */
const metafile = { inputs: {}, outputs: {} };
for (const result of results) {
  Object.assign(metafile.inputs, result.metafile?.inputs);
  Object.assign(metafile.outputs, result.metafile?.outputs);
}
if (chosen.length === 0) {
  writeNotices(metafile);
  writeFileSync(join(root, 'dist', 'meta.json'), JSON.stringify(metafile));
}
for (const [file, { bytes }] of Object.entries(metafile.outputs).sort(([a], [b]) => a.localeCompare(b))) {
  console.log(`${(bytes / 1024).toFixed(1).padStart(9)} KB  ${file}`);
}
