import { build, stop } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { parts } from '../../../scripts/parts.mjs';

/** Sources and packages in the files that are loaded before `activate` is called: those that the entry imports, and they. */
async function loadedAtActivation(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({ ...parts.extension, metafile: true, write: false, sourcemap: false });
  const files = new Set(['dist/extension.mjs']);
  for (const file of files) {
    for (const { path, kind } of metafile.outputs[file]!.imports) {
      if (kind === 'import-statement' && path in metafile.outputs) files.add(path);
    }
  }
  const sources = [...files].flatMap((file) => Object.keys(metafile.outputs[file]!.inputs));
  return new Set(sources.map((source) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? source));
}

// esbuild's process holds the output of this one, for whose end Vitest waits.
afterAll(stop);

it('loads no package to be activated, and neither the contract nor the commands', async () => {
  const loaded = await loadedAtActivation();
  expect([...loaded].filter((source) => !source.startsWith('src/extension/')).sort()).toEqual([
    'src/core/corpus/extensions.ts',
    'src/core/text/formula-signs.ts',
    'src/protocol/corpus-files.ts',
    'src/protocol/figures.ts',
    'src/protocol/formula-signs.ts',
  ]);
  expect(loaded).not.toContain('src/extension/commands/commands.ts');
  expect(loaded).toContain('src/extension/views/samples.ts');
});
