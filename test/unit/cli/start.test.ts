import { expect, it } from 'vitest';
import { runLoaded } from '../../support/run-loaded.ts';

it('loads nothing of the engine to show its help, and no package but those that read the command line', async () => {
  const { sources, packages, out } = await runLoaded('src/cli/main.ts', '--help');
  expect(out).toContain('Usage: loom');
  expect(sources).toContain('src/cli/commands/runs.ts');
  const engine = sources.filter((path) => !/^src\/(cli|core)\//.test(path));
  expect(engine.sort()).toEqual(['src/engine/corpus/below.ts', 'src/engine/errors.ts']);
  expect(packages).toEqual(['commander', 'zod']);
});
