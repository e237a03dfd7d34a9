/** `npm run bench -- NAME …` runs test/benchmarks/NAME.ts with Node 24; further arguments are the benchmark's own. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed, root, run } from './run.mjs';
import { ensureDependencies, node24, node24Environment } from './setup.mjs';

const [name, ...args] = process.argv.slice(2);
const folder = join(root, 'test', 'benchmarks');
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && existsSync(join(folder, file)))
  .map((file) => file.slice(0, -3));
if (name === undefined || !known.includes(name)) {
  console.error(`Which benchmark? npm run bench -- NAME, one of: ${known.join(', ')}`);
  process.exit(2);
}
await ensureDependencies();
try {
  // Benchmarks measure memory after a collection of their own; the paper's scale needs more than the default heap.
  await run(node24(), ['--expose-gc', '--max-old-space-size=6144', join(folder, `${name}.ts`), ...args], { env: node24Environment() });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.exitCode = error.code ?? 1;
}
