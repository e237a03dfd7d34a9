import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runLoaded } from '../../support/run-loaded.ts';

const folder = mkdtempSync(join(tmpdir(), 'loom-start-'));
writeFileSync(
  join(folder, 'tides.md'),
  '# Tides\n\nThe tide rises because the Moon attracts the ocean. A tidal range is the height between high water and low water.\n',
);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const loom = (...args: string[]) => runLoaded('src/cli/main.ts', ...args);

/** What is too large to be loaded before it is needed. */
const large = new Set([
  '@huggingface/tokenizers',
  '@mozilla/readability',
  'gpt-tokenizer',
  'linkedom',
  'ml-matrix',
  'onnxruntime-web',
  'openai',
  'pako',
  'parse5',
  'remark-parse',
  'wink-eng-lite-web-model',
  'wink-nlp',
]);
const largeOf = ({ packages }: { readonly packages: readonly string[] }) => packages.filter((name) => large.has(name));

it('loads nothing of the engine to show its help, and no package but those that read the command line', async () => {
  const { sources, packages, out } = await loom('--help');
  expect(out).toContain('Usage: loom');
  expect(sources).toContain('src/cli/commands/runs.ts');
  const others = sources.filter((path) => !/^src\/(cli|core)\//.test(path));
  expect(others.sort()).toEqual(['src/engine/corpus/below.ts', 'src/engine/errors.ts']);
  expect(packages).toEqual(['commander', 'zod']);
});

it('loads parsers, tokenizer, tagger and the client of endpoints each with the first command that needs it', async () => {
  const status = ['status', '--project', folder];
  await loom('init', '--project', folder);
  expect(largeOf(await loom(...status))).toEqual(['gpt-tokenizer', 'parse5', 'remark-parse']);
  // The second time, the file is as it was.
  expect(largeOf(await loom(...status))).toEqual([]);
  expect(largeOf(await loom('extract', '--project', folder))).toEqual(['gpt-tokenizer', 'wink-eng-lite-web-model', 'wink-nlp']);
  // What finds the article of a page comes with the first page.
  writeFileSync(join(folder, 'tides.html'), '<p>The tide rises because the Moon attracts the ocean.</p>');
  expect(largeOf(await loom(...status))).toEqual(['@mozilla/readability', 'gpt-tokenizer', 'linkedom', 'parse5', 'remark-parse']);
});
