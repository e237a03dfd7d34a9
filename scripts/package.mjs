/** Packs dist/ and what describes it into a .vsix, lists what is in it and fails on a file that should not ship. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from './run.mjs';
import { node24, node24Environment } from './setup.mjs';

export const vsix = join(root, 'concept-loom.vsix');

/** Larger than this, something was bundled that nobody meant to ship. */
const largest = 16 * 1024 * 1024;

const mayShip = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/media\/(icon\.png|loom(-light|-dark)?\.svg|walkthrough\/\w+\.svg)$/,
  /^extension\/dist\/(extension\.mjs|engine\.mjs|loom\.mjs)(\.map)?$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/dist\/(extension|engine)\/[\w.-]+\.mjs(\.map)?$/,
  /^extension\/dist\/engine\/ort-wasm-simd-threaded\.wasm$/,
  /^extension\/dist\/webview\/(panel\.css|[\w.-]+\.js)(\.map)?$/,
  /^extension\/dist\/webview\/fonts\/KaTeX_[\w-]+\.woff2$/,
];
const mustShip = [
  'extension/package.json',
  'extension/dist/extension.mjs',
  'extension/dist/engine.mjs',
  'extension/dist/engine/onnx-worker.mjs',
  'extension/dist/engine/ort-wasm-simd-threaded.wasm',
  'extension/dist/webview/panel.js',
];

/** @returns {Promise<string>} the .vsix */
export async function packageExtension() {
  rmSync(vsix, { force: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-git-tag-version',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  await run(node24(), [vsce, ...args], { quiet: true, env: node24Environment() });
  checkContents();
  return vsix;
}

function checkContents() {
  const listing = readZip(vsix);
  for (const { name, size } of listing) console.log(`${(size / 1024).toFixed(1).padStart(9)} KB  ${name}`);
  const { size } = statSync(vsix);
  console.log(`${(size / 1024).toFixed(1).padStart(9)} KB  concept-loom.vsix, ${listing.length} files`);
  const names = listing.map(({ name }) => name);
  const unexpected = names.filter((name) => !mayShip.some((pattern) => pattern.test(name)));
  // A stack trace of what was minified can be read with its map alone.
  const maps = names.filter((name) => /\.[cm]?js$/.test(name)).map((name) => `${name}.map`);
  const missing = [...mustShip, ...maps].filter((name) => !names.includes(name));
  if (unexpected.length > 0)
    throw new Error(
      `These files must not ship: ${unexpected.join(', ')}. Name them in .vscodeignore and scripts/package.mjs if they should.`,
    );
  if (missing.length > 0) throw new Error(`These files are missing from the .vsix: ${missing.join(', ')}. Was dist/ built?`);
  if (size > largest) throw new Error(`The .vsix is larger than ${largest / 1024 / 1024} MB.`);
}

/**
 * The central directory of a zip file (APPNOTE.TXT 4.3.12); a .vsix has neither a comment nor ZIP64 records.
 * @param {string} file
 * @returns {{ name: string, size: number }[]} unpacked sizes
 */
function readZip(file) {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const entries = [];
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), size: zip.readUInt32LE(at + 24) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries.sort((a, b) => a.name.localeCompare(b.name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await packageExtension().catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
