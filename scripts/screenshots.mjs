/** `npm run screenshots`: builds, packs and takes the README's pictures in the real VS Code. */
import { run } from './run.mjs';
import { ensureBrowser, ensureCodeServer, ensureDependencies, node24, node24Environment } from './setup.mjs';

await ensureDependencies();
await ensureBrowser();
await ensureCodeServer();
const env = node24Environment();
for (const script of ['scripts/build.mjs', 'scripts/package.mjs', 'test/e2e/screenshots.ts']) await run(node24(), [script], { env });
