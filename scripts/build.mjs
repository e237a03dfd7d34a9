/**
 * Bundles what ships into dist/. `tsc` is the type check; this only bundles.
 * `npm run build` builds everything, `npm run build -- extension webview` parts of it.
 */
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNotices } from './notices.mjs';
import { root } from './run.mjs';

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  minify: true,
  // They ship, so that a stack trace can be read; the sources themselves are in the repository.
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: 'dist',
};

/**
 * Bundled CommonJS libraries call `require` for Node's own modules; an ES module has none.
 */
const requireBanner = "import{createRequire as loomRequire}from'node:module';const require=loomRequire(import.meta.url);";

/**
 * The desktop's Node is Electron's (22 in VS Code 1.116): nothing newer may be assumed of the syntax.
 * @type {Record<string, import('esbuild').BuildOptions>}
 */
const parts = {
  extension: {
    ...shared,
    entryPoints: { extension: 'src/extension/extension.ts' },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    outExtension: { '.js': '.cjs' },
  },
  engine: {
    ...shared,
    entryPoints: { engine: 'src/engine/server.ts', loom: 'src/cli/main.ts' },
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    banner: { js: requireBanner },
    // Names of classes and functions are part of error messages.
    keepNames: true,
  },
  webview: {
    ...shared,
    entryPoints: { 'webview/panel': 'webview/main.ts' },
    platform: 'browser',
    target: 'es2024',
    format: 'iife',
    loader: { '.svg': 'text' },
  },
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`No part named ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const names = chosen.length > 0 ? chosen : Object.keys(parts);
if (chosen.length === 0) rmSync(join(root, 'dist'), { recursive: true, force: true });
// Chunks are named by their content: those of an earlier build would stay.
if (names.includes('engine')) rmSync(join(root, 'dist', 'chunks'), { recursive: true, force: true });
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
