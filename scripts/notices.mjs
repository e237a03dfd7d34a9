import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Writes dist/THIRD-PARTY-NOTICES.txt: name, version and licence text of every package that ended up in a bundle. Their
 * licences ask for it wherever copies go.
 * @param {import('esbuild').Metafile} metafile
 */
export function writeNotices(metafile) {
  const bundled = new Set(Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)));
  const folders = new Set([...bundled].flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => notice(join(root, folder)));
  writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} folder */
function notice(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$|-)/i.test(entry));
  const text =
    file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license ?? 'not stated'}`;
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
}
