import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

describe('importing samples in VS Code', () => {
  let outside: string;
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), 'loom-sets-'));
    const rows = [0, 1, 2].map((nth) => ({ instruction: `What is tide ${nth}?`, input: '', output: nth === 2 ? '' : `Tide ${nth}.` }));
    writeFileSync(join(outside, 'alpaca.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    writeFileSync(join(outside, 'own.jsonl'), JSON.stringify({ ask: 'Which one?', tell: 'That one.' }));
    project = new ProjectFolder(tides);
    workbench = await Workbench.open({ folder: project.path });
    await workbench.openContainer();
    await workbench.row('Corpus', 'harbour.md').waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    rmSync(outside, { recursive: true });
  });

  async function chooseFile(name: string): Promise<void> {
    await workbench.run('Concept Loom: Import Samples');
    await workbench.chooseFile(join(outside, name));
  }

  it('shows what a file would become, and opens what it became in Review', async () => {
    await chooseFile('alpaca.jsonl');
    await workbench.quickPick('What is tide 0? → Tide 0.').waitFor();
    await workbench.quickPick('1 passed over: has no output').waitFor();
    await workbench.screenshot('importing-1-look');
    await workbench.quickPick('Import to review').click();
    await workbench.notification('2 of 3 rows of alpaca.jsonl imported').waitFor();
    const panel = new Panel(workbench.panel);
    await expect.poll(() => panel.filter.inputValue()).toMatch(/^run:import-alpaca\.jsonl-/);
    await expect.poll(() => panel.rows.count()).toBe(2);
    await workbench.screenshot('importing-2-review');
  });

  it('asks for the columns where no format tells them, and remembers them', async () => {
    await chooseFile('own.jsonl');
    await workbench.quickPick('Choose the columns').click();
    await workbench.quickPick('Questions and answers').click();
    await workbench.quickPick('ask').click();
    await workbench.quickPick('tell').click();
    await workbench.quickPick('None').click();
    // A notification of the import before may lie over the list.
    await workbench.type('accept all');
    await workbench.quickPick('Import and accept all').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.notification('1 of 1 rows of own.jsonl imported').waitFor();
    await expect.poll(() => project.read('.loom/project.yaml')).toContain('question: ask');
    await expect.poll(() => project.records('dataset/data').map((row) => row.question)).toEqual(['Which one?']);
  });
});
