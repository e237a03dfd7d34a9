/** `npm run panel`: the panel in a plain browser page with its fake host; an argument is the port. */
import { CommandFailed, run } from './run.mjs';
import { ensureDependencies, node24, node24Environment } from './setup.mjs';

await ensureDependencies();
try {
  await run(node24(), ['test/webview/playground/serve.ts', ...process.argv.slice(2)], { env: node24Environment() });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  process.exitCode = error.code ?? 1;
}
