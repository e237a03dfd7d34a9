/**
 * Measures the extension's activation in the real VS Code, as VS Code's list of running extensions tells it (loading the
 * code, and `activate`), `node test/e2e/activation.ts COUNT` times each: cold, in a VS Code that was just started, and
 * warm, in a window that was reloaded. `npm run bench -- start COUNT editor` runs it.
 */
import { median } from '../benchmarks/start/median.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const count = Number(process.argv[2] ?? 10);

async function activation(workbench: Workbench): Promise<number> {
  await workbench.run('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Concept Loom' });
  const told = await row.locator('.activation-time').filter({ hasText: /\d+ms/ }).innerText();
  return Number(/(\d+)ms/.exec(told)![1]);
}

const project = new ProjectFolder();
const [cold, warm]: [number[], number[]] = [[], []];
for (let n = 0; n < count; n++) {
  const workbench = await Workbench.open({ folder: project.path });
  try {
    cold.push(await activation(workbench));
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    warm.push(await activation(workbench));
  } finally {
    await workbench.close();
  }
}
project.remove();
const row = (start: string, times: readonly number[]) => ({
  start,
  'median, ms': median(times),
  'least, ms': Math.min(...times),
  'most, ms': Math.max(...times),
});
process.stdout.write(`activation of the extension in VS Code, ${count} times each\n`);
console.table([row('cold', cold), row('warm', warm)]);
