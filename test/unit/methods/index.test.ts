import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { methodOf, methods, sampleMethods } from '../../../src/core/methods/index.ts';

const root = join(import.meta.dirname, '../../../src/core/methods');
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the list of methods', () => {
  it('holds exactly the folders', () => {
    expect(methods.map(({ id }) => id).toSorted()).toEqual(folders.toSorted());
  });

  it.each(folders)('has %s as its folder has it', async (folder) => {
    const module = (await import(join(root, folder, 'method.ts'))) as Record<string, unknown>;
    expect(module[folder]).toBe(methodOf(folder));
    expect(methodOf(folder)?.id).toBe(folder);
    expect(readdirSync(join(root, folder))).toContain('template.ts');
  });

  it('knows no other', () => {
    expect(methodOf('level4')).toBeUndefined();
    expect(methodOf('__proto__')).toBeUndefined();
  });

  it('tells those that make samples', () => {
    expect(
      sampleMethods.map(({ id, source, shapes, questions, styles }) => [id, source, shapes.join(' '), questions, styles.join(' ')]),
    ).toEqual([
      ['level1', 'passage', 'qa', 5, ''],
      ['level2', 'passage', 'qa', 3, ''],
      ['level3', 'concept-set', 'qa', 3, ''],
      ['rephrase', 'passage', 'text chat', 1, 'hq qa'],
      ['textbook', 'passage', 'text', 1, 'academic narrative blog how-to'],
      ['persona', 'concept-set', 'text choice', 2, 'academic narrative blog how-to'],
    ]);
  });

  it('tells what the offline model serves', () => {
    expect(methods.filter(({ offline }) => offline).map(({ id }) => id)).toEqual(['extract', 'level1', 'level2', 'level3', 'answer']);
  });
});
