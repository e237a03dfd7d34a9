/** Writes to `LOADED_MODULES`, at the end of a process that was started with `--import` of this file, what it loaded. */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';

const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => {
  const file = process.env.LOADED_MODULES;
  if (file !== undefined) writeFileSync(file, loaded.join('\n'));
});
