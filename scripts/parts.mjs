/** How each part of dist/ is bundled: `scripts/build.mjs` and `scripts/watch.mjs` read it. */
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
export const parts = {
  extension: {
    ...shared,
    entryPoints: { extension: 'src/extension/extension.ts' },
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    chunkNames: 'extension/[name]-[hash]',
    external: ['vscode'],
    outExtension: { '.js': '.mjs' },
    banner: { js: requireBanner },
  },
  engine: {
    ...shared,
    entryPoints: {
      engine: 'src/engine/server.ts',
      loom: 'src/cli/main.ts',
      // A thread of its own, and the runtime that it loads.
      'engine/onnx-worker': 'src/engine/models/onnx/worker.ts',
      'engine/extract-worker': 'src/engine/corpus/extract/worker.ts',
      'engine/ort-wasm-simd-threaded': 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
    },
    loader: { '.wasm': 'copy' },
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    chunkNames: 'engine/[name]-[hash]',
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
    format: 'esm',
    splitting: true,
    chunkNames: 'webview/[name]-[hash]',
    assetNames: 'webview/fonts/[name]',
    // Browsers that VS Code brings read the first form of KaTeX's fonts.
    loader: { '.svg': 'text', '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
  },
};
