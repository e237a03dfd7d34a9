import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.mjs';
import { node24 } from '../../scripts/setup.mjs';
import { HubServer } from '../support/hub-server.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** Accepted samples leave VS Code as a folder for trainers, and for the Hub: each step stands on those before it. */
describe('exporting from VS Code', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let hub: HubServer;

  beforeAll(async () => {
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', 'walk:\n  epochs: 1000\n');
    await project.weave(12);
    await run(node24(), ['bin/loom.mjs', 'review', 'accept', '--all', '--status', 'pending', '--project', project.path], { quiet: true });
    hub = await HubServer.start();
    workbench = await Workbench.open({ folder: project.path, environment: { HF_ENDPOINT: hub.url } });
    await workbench.openContainer();
    await workbench.row('Samples', /Accepted\s*12/).waitFor();
  });
  afterEach((context) => workbench.pictureOfFailure(context));
  afterAll(async () => {
    await workbench.close();
    await hub.close();
    project.remove();
  });

  const step = (placeholder: string) => workbench.askedFor(placeholder).waitFor();
  const choose = async (placeholder: string, row: string | RegExp): Promise<void> => {
    await step(placeholder);
    await workbench.quickPick(row).click();
  };

  it('asks for rows, splits, trainers and a folder, and says what was written', async () => {
    await workbench.run('Concept Loom: Export Dataset');
    await step('Format');
    await workbench.screenshot('exporting-1-format');
    await workbench.quickPick(/^Messages/).click();
    await step('Splits');
    await workbench.screenshot('exporting-2-splits');
    await workbench.quickPick(/^80 \/ 10 \/ 10/).click();
    await step('Add a start');
    await workbench.quickPick('TRL').click();
    await workbench.quickPick('Axolotl').click();
    await workbench.screenshot('exporting-3-trainers');
    await workbench.page.keyboard.press('Enter');
    await choose('Folder', 'exports/messages');
    const told = workbench.notification(/rows exported to/);
    await told.waitFor();
    expect(await told.innerText()).toMatch(/no licence is named/);
    await told.getByRole('button', { name: 'Show' }).click();
    await workbench.editorTab('README.md').waitFor();
    await workbench.settled();
    await workbench.screenshot('exporting-4-card');
    const folder = join(project.path, 'exports/messages');
    for (const name of ['manifest.json', 'SHA256SUMS', 'trl.yaml', 'axolotl.yaml']) expect(existsSync(join(folder, name))).toBe(true);
    expect(existsSync(join(folder, 'unsloth.yaml'))).toBe(false);
    expect(project.records('exports/messages/data').length).toBeGreaterThan(0);
  });

  it('asks before it replaces what no export has written, and leaves it when it is told to', async () => {
    project.write('exports/messages/README.md', '# Mine\n');
    const again = async (): Promise<void> => {
      await workbench.run('Concept Loom: Export Dataset');
      await choose('Format', /^Messages/);
      await choose('Splits', 'All for Training');
      await step('Add a start');
      await workbench.page.keyboard.press('Enter');
      await choose('Folder', 'exports/messages');
      await workbench.page.locator('.monaco-dialog-box').getByText('Replace README.md?').waitFor();
    };
    const read = () => readFileSync(join(project.path, 'exports/messages/README.md'), 'utf8');
    await again();
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Cancel' }).click();
    await workbench.page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
    expect(read()).toBe('# Mine\n');
    await again();
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Replace' }).click();
    await expect.poll(read).toContain('12 rows as “messages”');
  });

  it('begins a template, which then makes the rows', async () => {
    await workbench.run('Concept Loom: Export Dataset');
    await choose('Format', 'New Template');
    await workbench.type('my-rows');
    await workbench.page.keyboard.press('Enter');
    await workbench.editorTab('my-rows.jinja').waitFor();
    await workbench.screenshot('exporting-5-template');
    await workbench.run('Concept Loom: Export Dataset');
    await choose('Format', /^my-rows/);
    await choose('Splits', 'All for Training');
    await choose('Folder', 'exports/my-rows');
    await expect.poll(() => project.records('exports/my-rows/data')).toHaveLength(12);
    expect(Object.keys(project.records('exports/my-rows/data')[0] ?? {})).toEqual(['prompt', 'completion']);
  });

  it('publishes an export once it was seen what that sends, with a token that is asked for once', async () => {
    const dialog = workbench.page.locator('.monaco-dialog-box');
    const publish = async (): Promise<void> => {
      await workbench.run('Concept Loom: Publish Dataset');
      await choose('Export', 'exports/messages');
      await workbench.quickTitle('Publish Dataset').waitFor();
      await workbench.type('ada/tides');
      await workbench.page.keyboard.press('Enter');
    };
    await publish();
    await workbench.quickTitle('Hugging Face Hub').waitFor();
    await workbench.type(hub.token);
    await workbench.page.keyboard.press('Enter');
    await dialog.getByText('Make the dataset ada/tides and publish to it?').waitFor();
    await workbench.screenshot('exporting-6-publish');
    expect(await dialog.innerText()).toMatch(/12 rows.*to send as ada/);
    expect(hub.repositories.size).toBe(0);
    await dialog.getByRole('button', { name: 'Publish as Private' }).click();
    await workbench.notification('12 rows published as ada/tides').waitFor();
    expect(hub.repositories.get('ada/tides')?.private).toBe(true);
    expect(hub.textOf('ada/tides', 'README.md')).toContain('12 rows as “messages”');
    await publish();
    await workbench.notification('ada/tides has all of it already').waitFor();
    expect(workbench.written().filter((file) => readFileSync(file).includes(hub.token))).toEqual([]);
  });
});
