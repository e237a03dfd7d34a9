import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const declaration = /^(?:export )?(?:declare )?(?:interface|type|class|abstract class) ([A-Z]\w*)/gm;

it('every name of a type has one meaning: it is declared once', () => {
  const places = new Map<string, string[]>();
  for (const file of globSync('{src,webview}/**/*.ts', { cwd: root })) {
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(declaration)) {
      places.set(name!, [...(places.get(name!) ?? []), file]);
    }
  }
  expect(places.size).toBeGreaterThan(500);
  expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
});
